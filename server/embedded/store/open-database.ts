import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { explainStorageError } from './explain-storage-error.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';

/** The store every route and the agent loop work on. */
export type Database = Kysely<Schema>;

/**
 * Opens (or makes) the SQLite file, for this process alone, and brings it to the newest version; what an older version
 * wrote is kept beside it first. Throws with a sentence when the file is newer than this program, is in use, or cannot
 * be written.
 */
export function openDatabase(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = openFile(file);
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: toKyselyDatabase(sqlite) }) });
}

function openFile(file: string): DatabaseSync {
  let sqlite: DatabaseSync | null = null;
  try {
    sqlite = new DatabaseSync(file);
    sqlite.exec('PRAGMA busy_timeout = 1000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
    sqlite.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    migrate(sqlite, file);
    return sqlite;
  } catch (error) {
    sqlite?.close();
    const explained = explainStorageError(error);
    throw explained ? new Error(`${file}: ${explained}`, { cause: error }) : error;
  }
}

function migrate(sqlite: DatabaseSync, file: string): void {
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) {
    throw new Error(
      `The data was written by a newer Letta ADE (version ${version} of the database, this program knows ${MIGRATIONS.length}). Update Letta ADE, or set LETTA_ADE_HOME to another folder.`,
    );
  }
  if (version > 0 && version < MIGRATIONS.length && file !== ':memory:') backUp(sqlite, `${file}.version-${version}`);
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    sqlite.exec('BEGIN IMMEDIATE');
    try {
      sqlite.exec(`${statements}; PRAGMA user_version = ${index + 1}; COMMIT`);
    } catch (error) {
      sqlite.exec('ROLLBACK');
      throw error;
    }
  }
}

/** The whole database in one other file, which is there only when it is complete. */
function backUp(sqlite: DatabaseSync, copy: string): void {
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  sqlite.prepare('VACUUM INTO ?').run(unfinished);
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, copy);
}

/** Kysely speaks better-sqlite3's dialect; node:sqlite differs only in how a statement says that it returns rows. */
function toKyselyDatabase(sqlite: DatabaseSync): SqliteDatabase {
  return {
    close: () => sqlite.close(),
    prepare(sql: string): SqliteStatement {
      // A full disk ends a transaction by itself; a second rollback would hide why.
      const isOver = sql === 'rollback' && !sqlite.isTransaction;
      const statement = sqlite.prepare(isOver ? 'SELECT 1 WHERE 0' : sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...toBindings(parameters)),
        run: (parameters) => {
          const { changes, lastInsertRowid } = statement.run(...toBindings(parameters));
          return { changes: BigInt(changes), lastInsertRowid: BigInt(lastInsertRowid) };
        },
        iterate: (parameters) => statement.iterate(...toBindings(parameters)),
      };
    },
  };
}

type Binding = null | number | bigint | string | Uint8Array;

function toBindings(parameters: ReadonlyArray<unknown>): Binding[] {
  return parameters.map((value) => {
    if (value === undefined || value === null) return null;
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return value;
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`Cannot store a ${typeof value}`);
  });
}
