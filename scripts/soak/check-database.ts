import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * What SQLite finds wrong with a database as a killed process left it. A copy is looked at, so that the server itself
 * has to recover what is in the write-ahead log.
 */
export function checkDatabase(file: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'letta-ade-soak-'));
  const copy = join(folder, 'copy.db');
  try {
    for (const ending of ['', '-wal']) if (existsSync(file + ending)) cpSync(file + ending, copy + ending);
    const database = new DatabaseSync(copy);
    const integrity = database.prepare('PRAGMA integrity_check').all();
    const orphans = database.prepare('PRAGMA foreign_key_check').all();
    database.close();
    const isOk = integrity.length === 1 && integrity[0]?.['integrity_check'] === 'ok';
    return [
      ...(isOk ? [] : [`integrity_check: ${JSON.stringify(integrity).slice(0, 500)}`]),
      ...(orphans.length === 0 ? [] : [`foreign_key_check: ${JSON.stringify(orphans).slice(0, 500)}`]),
    ];
  } catch (error) {
    return [`the database cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
