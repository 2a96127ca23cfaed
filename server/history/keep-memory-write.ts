import type { MemoryWrite } from '#server/embedded/embedded-context.ts';
import type { Log } from '#server/log.ts';
import type { HistoryStore } from './history-store.ts';

/** Keeps a new value of a block of the embedded server, behind the one it had. What cannot be kept is logged. */
export function keepMemoryWrite(
  { blockId, before, value, ...source }: MemoryWrite,
  { history, log }: { history: HistoryStore; log: Log },
): void {
  const subject = { serverId: 'embedded', kind: 'block' as const, id: blockId };
  try {
    history.record(subject, before, { cause: 'found' });
    history.record(subject, value, source);
  } catch (error) {
    log.error('The history of a block could not be kept', error);
  }
}
