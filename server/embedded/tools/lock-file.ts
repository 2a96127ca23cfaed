import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

const SQLITE_BUSY = 5;
const TRY_AGAIN_MS = 200;

/** A database that nothing refers to is closed by the garbage collector, and the lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Waits until no other process has this lock and takes it. The lock is the operating system's, held through SQLite, and
 * ends with the process. Throws when `signal` aborts first, or if the file cannot be made.
 */
export async function lockFile(path: string, signal: AbortSignal): Promise<{ release(): void }> {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    while (!tryLock(database)) await wait(TRY_AGAIN_MS, undefined, { signal });
  } catch (error) {
    database.close();
    throw error;
  }
  held.add(database);
  return {
    release() {
      if (held.delete(database)) database.close();
    },
  };
}

function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
