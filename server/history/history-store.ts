import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What a snapshot is of: today the system prompt of an agent. */
export type SnapshotKind = 'system-prompt';

/** Why there is a snapshot: it was saved through this Letta ADE, or was found to differ from the one before. */
export type SnapshotCause = 'saved' | 'found';

/** Whose history it is. */
export interface SnapshotSubject {
  serverId: string;
  agentId: string;
  kind: SnapshotKind;
}

/** A value at a moment, without the value. */
export interface SnapshotSummary {
  id: number;
  /** ISO 8601, when this Letta ADE saw it first. */
  at: string;
  cause: SnapshotCause;
  characters: number;
}

export interface Snapshot extends SnapshotSummary {
  value: string;
}

/** What the ADE remembers of how agents were: one database file beside the embedded server's. */
export interface HistoryStore {
  /** Adds a value unless it is the newest one already. */
  record(subject: SnapshotSubject, value: string, cause: SnapshotCause): void;
  /** Newest first. */
  list(subject: SnapshotSubject): SnapshotSummary[];
  find(subject: SnapshotSubject, id: number): Snapshot | null;
  close(): void;
}

/** So many values of one subject are kept; the oldest go first. */
const MOST = 500;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS snapshots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    characters INTEGER NOT NULL,
    cause TEXT NOT NULL,
    at TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS snapshots_subject ON snapshots (server_id, agent_id, kind, id);
`;
const OF_SUBJECT = 'server_id = ? AND agent_id = ? AND kind = ?';

/** Opens or makes the file; `:memory:` for tests. Throws when it cannot be written. */
export function openHistoryStore(file: string, now = () => new Date()): HistoryStore {
  const sqlite = new DatabaseSync(file);
  if (file !== ':memory:') chmodSync(file, 0o600);
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 1000');
  sqlite.exec(SCHEMA);
  const newest = sqlite.prepare(`SELECT value FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC LIMIT 1`);
  const insert = sqlite.prepare(
    'INSERT INTO snapshots (server_id, agent_id, kind, value, characters, cause, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const trim = sqlite.prepare(
    `DELETE FROM snapshots WHERE ${OF_SUBJECT} AND id NOT IN (SELECT id FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC LIMIT ${MOST})`,
  );
  const summaries = sqlite.prepare(
    `SELECT id, at, cause, characters FROM snapshots WHERE ${OF_SUBJECT} ORDER BY id DESC`,
  );
  const one = sqlite.prepare(`SELECT id, at, cause, characters, value FROM snapshots WHERE ${OF_SUBJECT} AND id = ?`);
  return {
    record(subject, value, cause) {
      const key = keyOf(subject);
      if (newest.get(...key)?.['value'] === value) return;
      insert.run(...key, value, value.length, cause, now().toISOString());
      trim.run(...key, ...key);
    },
    list: (subject) => summaries.all(...keyOf(subject)) as unknown as SnapshotSummary[],
    find: (subject, id) => (one.get(...keyOf(subject), id) as unknown as Snapshot | undefined) ?? null,
    close: () => sqlite.close(),
  };
}

function keyOf({ serverId, agentId, kind }: SnapshotSubject): [string, string, string] {
  return [serverId, agentId, kind];
}
