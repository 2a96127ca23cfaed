/** What a moved passage must keep. Its id it cannot: the copy gets another. */
export interface MovablePassage {
  id: string;
  text: string;
  tags: string[];
  createdAt: string;
  metadata: Record<string, unknown> | null;
}

/** The servers' side of a move. */
export interface MovePorts {
  /** The passage with all that belongs to it. Rejects when the server does not show it. */
  readWhole(passage: MovablePassage): Promise<MovablePassage>;
  /** Adds the copy. Resolves only when the server has confirmed it. */
  copy(passage: MovablePassage): Promise<void>;
  /** Whether the other archive holds such a copy. */
  hasCopy(passage: MovablePassage): Promise<boolean>;
  /** Deletes the passage; one that is gone is no error. */
  remove(id: string): Promise<void>;
}

/**
 * What is known of passages under way, by id: `asked` when a copy was sent and not answered, `copied` when it is
 * confirmed and the passage not yet deleted. Kept, a move that failed goes on without a second copy.
 */
export type MoveLedger = Map<string, 'asked' | 'copied'>;

/**
 * Moves one passage: adds the copy, and deletes the passage once the copy is confirmed. When it throws, the passage is
 * still there, and calling it again with the same ledger makes no second copy.
 */
export async function movePassage(passage: MovablePassage, ports: MovePorts, ledger: MoveLedger): Promise<void> {
  const { id } = passage;
  if (ledger.get(id) !== 'copied') {
    const whole = passage.metadata === null ? await ports.readWhole(passage) : passage;
    const isThere = ledger.get(id) === 'asked' && (await ports.hasCopy(whole));
    ledger.set(id, 'asked');
    if (!isThere) await ports.copy(whole);
    ledger.set(id, 'copied');
  }
  await ports.remove(id);
  ledger.delete(id);
}

/** Whether two passages hold the same. The order of tags, and how a date is written, do not count. */
export function isSamePassage(left: MovablePassage, right: MovablePassage): boolean {
  return (
    left.text === right.text &&
    Date.parse(left.createdAt) === Date.parse(right.createdAt) &&
    JSON.stringify(left.tags.toSorted()) === JSON.stringify(right.tags.toSorted())
  );
}
