import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The interpreter tools run with: its real path, not a shim, and its version, for example `3.11.7`. */
export interface Python {
  path: string;
  version: string;
}

const OLDEST = [3, 9];
const QUESTION =
  'import json, sys; print(json.dumps({"path": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3]}))';
const ANSWER = z.object({ path: z.string().min(1), version: z.string().regex(/^\d+\.\d+\.\d+$/) });

const execute = promisify(execFile);
let search: Promise<Python | { problem: string }> | undefined;

/**
 * Finds Python 3.9 or newer on the PATH, `python3` before `python`. What was found is remembered; a problem is looked
 * into again at the next call, as Python may have been installed meanwhile.
 */
export async function findPython(): Promise<Python | { problem: string }> {
  search ??= searchPath();
  const result = await search;
  if ('problem' in result) search = undefined;
  return result;
}

/** Makes the next findPython look again, after the remembered interpreter could not be started. */
export function forgetPython(): void {
  search = undefined;
}

async function searchPath(): Promise<Python | { problem: string }> {
  const answers = await Promise.all(['python3', 'python'].map(askVersion));
  const found = answers.filter((answer) => answer !== null);
  const usable = found.find(({ version }) => isNewEnough(version));
  if (usable) return usable;
  const newest = found[0];
  return {
    problem: newest
      ? `Python ${newest.version} was found, but tools need Python 3.9 or newer. Install a newer one, put it on the PATH and try again.`
      : 'Python was not found, so tools cannot run. Install Python 3.9 or newer, make sure python3 is on the PATH and try again.',
  };
}

async function askVersion(command: string): Promise<Python | null> {
  try {
    const { stdout } = await execute(command, ['-I', '-c', QUESTION], { timeout: 10_000, windowsHide: true });
    return ANSWER.parse(JSON.parse(stdout));
  } catch {
    return null;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
