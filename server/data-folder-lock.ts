import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { shortPath } from './data-folder.ts';
import { StartError } from './start-error.ts';

/** The right to use a data folder, held until released. */
export interface DataFolderLock {
  release(): Promise<void>;
}

const SQLITE_BUSY = 5;

/** A database that nothing refers to is closed by the garbage collector, and the lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes the folder for this process; throws `StartError` while another one has it. The lock is the operating system's,
 * held through SQLite: it ends with the process however that ends, so there is no stale lock to judge.
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const holderFile = join(folder, 'lock.pid');
  const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)
      throw inUse(folder, await readHolder(holderFile));
    throw error;
  }
  await writeFile(holderFile, `${process.pid}\n`, { mode: 0o600 });
  held.add(database);
  return {
    async release() {
      if (!held.delete(database)) return;
      await rm(holderFile, { force: true });
      database.close();
    },
  };
}

async function readHolder(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim() || 'unknown';
}

function inUse(folder: string, pid: string): StartError {
  return new StartError(
    `Another Letta ADE (process ${pid}) is using ${shortPath(folder)}.`,
    'Stop it, or set LETTA_ADE_HOME to another folder.',
  );
}
