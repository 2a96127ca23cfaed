import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What a snapshot is of: the system prompt of an agent, or the value of a block. */
export type SnapshotKind = 'system-prompt' | 'block';

/**
 * Why there is a snapshot: it was made with this value or saved through this Letta ADE, an agent changed it in a turn, or
 * it was found to differ from the one before.
 */
export type SnapshotCause = 'made' | 'saved' | 'agent' | 'found';

/** Whose history it is: `id` is that of the agent or the block. */
export interface SnapshotSubject {
  serverId: string;
  kind: SnapshotKind;
  id: string;
}

/** Who changed it, as far as it is known. */
export interface SnapshotSource {
  cause: SnapshotCause;
  agentId?: string | null;
  runId?: string | null;
  /** The memory tool that did it. */
  tool?: string | null;
}

/** A value at a moment. */
export interface Snapshot {
  id: number;
  /** ISO 8601, when this Letta ADE saw it first. */
  at: string;
  cause: SnapshotCause;
  agentId: string | null;
  runId: string | null;
  tool: string | null;
  characters: number;
  value: string;
}

/** A snapshot without its value. */
export type SnapshotSummary = Omit<Snapshot, 'value'>;

/** How a value came to be known. */
export interface Sighting extends SnapshotSource {
  /** The newest id there was when its request was sent; none for what is told while it is being written. */
  since?: number;
}

/** What the ADE remembers of how agents were: one database file beside the embedded server's. */
export interface HistoryStore {
  /**
   * Adds a value unless it is the newest one already. With `since`, others may have been added meanwhile: then one that
   * was read is left out if it was known, and one that was written and has been read gets its cause.
   */
  record(subject: SnapshotSubject, value: string, sighting: Sighting): void;
  /** The id of the newest snapshot of all; to be asked before a request is sent. */
  newestId(): number;
  /** Newest first. */
  list(subject: SnapshotSubject): SnapshotSummary[];
  /** Newest first, with their values; for what is short. */
  listValues(subject: SnapshotSubject): Snapshot[];
  find(subject: SnapshotSubject, id: number): Snapshot | null;
  close(): void;
}

/** So many values of one subject are kept; the oldest go first. */
const MOST = 500;

const WRITTEN: ReadonlySet<SnapshotCause> = new Set(['made', 'saved']);

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS snapshots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    value TEXT NOT NULL,
    characters INTEGER NOT NULL,
    cause TEXT NOT NULL,
    agent_id TEXT,
    run_id TEXT,
    tool TEXT,
    at TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS snapshots_subject ON snapshots (server_id, kind, subject_id, id);
`;
const OF_SUBJECT = 'server_id = ? AND kind = ? AND subject_id = ?';
const SUMMARY = 'id, at, cause, agent_id AS agentId, run_id AS runId, tool, characters';

/** Opens or makes the file; `:memory:` for tests. Throws when it cannot be written. */
export function openHistoryStore(file: string, now = () => new Date()): HistoryStore {
  const sqlite = new DatabaseSync(file);
  if (file !== ':memory:') chmodSync(file, 0o600);
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 1000');
  sqlite.exec(SCHEMA);
  const last = sqlite.prepare('SELECT coalesce(max(id), 0) AS id FROM snapshots');
  const knownSince = sqlite.prepare(
    `SELECT id, value FROM snapshots WHERE ${OF_SUBJECT} AND id >= (SELECT coalesce(max(id), 0) FROM snapshots WHERE ${OF_SUBJECT} AND id <= ?) ORDER BY id`,
  );
  const explain = sqlite.prepare(
    'UPDATE snapshots SET cause = ?, agent_id = NULL, run_id = NULL, tool = NULL WHERE id = ?',
  );
  const newest = sqlite.prepare(`SELECT value FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC LIMIT 1`);
  const insert = sqlite.prepare(
    'INSERT INTO snapshots (server_id, kind, subject_id, value, characters, cause, agent_id, run_id, tool, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const trim = sqlite.prepare(
    `DELETE FROM snapshots WHERE ${OF_SUBJECT} AND id NOT IN (SELECT id FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC LIMIT ${MOST})`,
  );
  const summaries = sqlite.prepare(`SELECT ${SUMMARY} FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC`);
  const values = sqlite.prepare(`SELECT ${SUMMARY}, value FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC`);
  const one = sqlite.prepare(`SELECT ${SUMMARY}, value FROM snapshots WHERE ${OF_SUBJECT} AND id = ?`);
  return {
    record(subject, value, { cause, agentId = null, runId = null, tool = null, since }) {
      const key = keyOf(subject);
      const known = since === undefined ? [] : knownSince.all(...key, ...key, since);
      const same = known.findLast((row) => row['value'] === value);
      if (WRITTEN.has(cause) && same && Number(same['id']) > Number(since))
        return void explain.run(cause, same.id ?? 0);
      if (newest.get(...key)?.['value'] === value) return;
      if (!WRITTEN.has(cause) && same) return;
      insert.run(...key, value, value.length, cause, agentId, runId, tool, now().toISOString());
      trim.run(...key, ...key);
    },
    newestId: () => Number(last.get()?.['id']),
    list: (subject) => summaries.all(...keyOf(subject)) as unknown as SnapshotSummary[],
    listValues: (subject) => values.all(...keyOf(subject)) as unknown as Snapshot[],
    find: (subject, id) => (one.get(...keyOf(subject), id) as unknown as Snapshot | undefined) ?? null,
    close: () => sqlite.close(),
  };
}

function keyOf({ serverId, kind, id }: SnapshotSubject): [string, string, string] {
  return [serverId, kind, id];
}
