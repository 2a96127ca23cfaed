import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { MIGRATIONS } from './migrations.ts';
import type { Schema } from './schema.ts';

/** The store every route and the agent loop work on. */
export type Database = Kysely<Schema>;

/**
 * Opens (or makes) the SQLite file and brings it to the newest version.
 * Throws if the file is newer than this program, or cannot be written.
 */
export function openDatabase(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const sqlite = new DatabaseSync(file);
  sqlite.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000',
  );
  migrate(sqlite);
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: toKyselyDatabase(sqlite) }) });
}

function migrate(sqlite: DatabaseSync): void {
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > MIGRATIONS.length) {
    throw new Error(
      `The data was written by a newer Letta ADE (version ${version} of the database, this program knows ${MIGRATIONS.length}). Update Letta ADE, or set LETTA_ADE_HOME to another folder.`,
    );
  }
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    sqlite.exec(`BEGIN; ${statements}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

/** Kysely speaks better-sqlite3's dialect; node:sqlite differs only in how a statement says that it returns rows. */
function toKyselyDatabase(sqlite: DatabaseSync): SqliteDatabase {
  return {
    close: () => sqlite.close(),
    prepare(sql: string): SqliteStatement {
      const statement = sqlite.prepare(sql);
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
