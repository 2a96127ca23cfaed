import { isSamePassage, type MoveLedger, type MovePorts, movePassage } from '#lib/archival/move-passages.ts';
import { passagesAt, readArchivePage } from './archive-passages.ts';
import { readArchiveAgents } from './archives.ts';
import { lettaClient } from './create-letta-client.ts';
import { type ArchivalPassage, type ArchiveRef, deletePassage, toPassage } from './passages.ts';

/** From which archive to which, and which passages: some, or all there are. */
export interface Move {
  serverId: string;
  from: string;
  to: string;
  passages: ArchivalPassage[] | 'all';
}

interface MoveOptions {
  /** Told the number of passages moved by this call, after each. */
  onCount: (count: number) => void;
  /** Ends the move between two passages, never inside one. */
  isStopped: () => boolean;
}

/** Passages under way, by the archives they move between: a dialog that was closed and opened again goes on with them. */
const ledgers = new Map<string, MoveLedger>();

/** How many passages of a move that failed may be in both archives. */
export function countUnsettled(move: Move): number {
  return ledgers.get(ledgerKey(move))?.size ?? 0;
}

/** Moves passages one by one. What is not moved when it throws or is stopped stays where it was. */
export async function movePassages(move: Move, { onCount, isStopped }: MoveOptions): Promise<void> {
  const ledger = ledgers.get(ledgerKey(move)) ?? new Map<string, 'asked' | 'copied'>();
  ledgers.set(ledgerKey(move), ledger);
  const moved = new Set<string>();
  for (;;) {
    const batch = move.passages === 'all' ? await firstPassages(move) : move.passages;
    if (batch.length > 0 && batch.every(({ id }) => moved.has(id)))
      throw new Error('The server still lists memories that were deleted. Those that are left were not moved.');
    for (const passage of batch) {
      if (isStopped()) return;
      if (moved.has(passage.id)) continue;
      await movePassage(passage, portsOf(move), ledger);
      moved.add(passage.id);
      onCount(moved.size);
    }
    if (move.passages !== 'all' || batch.length === 0) return;
  }
}

/** What is deleted is no longer listed: the first page is always what is left. */
async function firstPassages({ serverId, from }: Move): Promise<ArchivalPassage[]> {
  const { signal } = new AbortController();
  const findAgent = async () => (await readArchiveAgents(serverId, from, signal))[0]?.id ?? null;
  return (await readArchivePage({ serverId, archiveId: from }, null, { signal, findAgent })).passages;
}

function portsOf({ serverId, from, to }: Move): MovePorts {
  const source: ArchiveRef = { serverId, archiveId: from };
  const target: ArchiveRef = { serverId, archiveId: to };
  const { signal } = new AbortController();
  return {
    readWhole: async (passage) => {
      const whole = (await passagesAt(source, passage, signal)).find(({ id }) => id === passage.id);
      if (whole) return whole;
      throw new Error(
        'A memory is gone, or the server does not show all of it. It was not moved: choose it from the list by date.',
      );
    },
    hasCopy: async (passage) =>
      (await passagesAt(target, passage, signal)).some((found) => isSamePassage(found, passage)),
    copy: async ({ text, tags, createdAt, metadata }) => {
      const body = { text, tags: tags.length > 0 ? tags : null, created_at: createdAt, metadata };
      const made = toPassage(await lettaClient(serverId).archives.passages.create(to, body));
      if (made.id === '' || made.text !== text || made.archiveId !== to)
        throw new Error('The server did not confirm the copy. The memory was not deleted.');
    },
    remove: (id) => deletePassage(source, id),
  };
}

function ledgerKey({ serverId, from, to }: Move): string {
  return `${serverId}/${from}/${to}`;
}
