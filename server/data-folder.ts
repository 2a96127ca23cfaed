import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { sep } from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Makes sure the data folder exists and can be written; a new one is its owner's alone (0700). Throws `StartError`.
 * The mode of a folder that was there before is left as it is: it may be used for other things too.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new StartError(
      `The data folder ${shortPath(folder)} cannot be used: ${isFile ? 'a file is in its place' : 'it is not writable'} (${code}).`,
      'Correct that, or set LETTA_ADE_HOME to another folder.',
    );
  }
}

/** A path with the home folder written as `~`, fit for showing. */
export function shortPath(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(home + sep) ? `~${path.slice(home.length).replaceAll(sep, '/')}` : path;
}
