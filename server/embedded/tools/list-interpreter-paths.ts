import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

/** Where an interpreter and its libraries lie, as absolute paths that exist; none lies in a folder of the same list. */
export interface InterpreterPaths {
  files: string[];
  folders: string[];
}

const QUESTION = `import json, site, sys, sysconfig
print(json.dumps({
    "programs": [sys.executable, getattr(sys, "_base_executable", None) or sys.executable],
    "prefixes": [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix],
    "libraries": [*map(sysconfig.get_path, ("stdlib", "platstdlib")), *site.getsitepackages()],
}))`;

const ANSWER = z.object({
  programs: z.array(z.string()),
  prefixes: z.array(z.string()),
  libraries: z.array(z.string()),
});

// Below a prefix. Framework builds for macOS have the last one of each.
const FOLDERS = ['lib', 'lib64', 'Resources'];
const FILES = ['pyvenv.cfg', 'Python', 'Python3'];

const execute = promisify(execFile);
const known = new Map<string, Promise<InterpreterPaths>>();

/**
 * Asks an interpreter once what a sandbox must let it read: itself, the standard library, shared libraries beside it and
 * installed packages. The home folder and what contains it are never in the list. Throws if the interpreter does not answer.
 */
export async function listInterpreterPaths(python: string): Promise<InterpreterPaths> {
  const asked = known.get(python) ?? askInterpreter(python);
  known.set(python, asked);
  asked.catch(() => known.delete(python));
  return await asked;
}

async function askInterpreter(python: string): Promise<InterpreterPaths> {
  const { stdout } = await execute(python, ['-I', '-c', QUESTION], { timeout: 10_000, windowsHide: true });
  const { programs, prefixes, libraries } = ANSWER.parse(JSON.parse(stdout));
  const below = (names: string[]) => prefixes.flatMap((prefix) => names.map((name) => join(prefix, name)));
  const folders = dropNested(usable([...below(FOLDERS), ...libraries]));
  const files = usable([
    ...programs,
    ...programs.filter(existsSync).map((file) => realpathSync(file)),
    ...below(FILES),
  ]);
  return { folders, files: files.filter((file) => !isInside(file, folders)) };
}

function usable(paths: string[]): string[] {
  const home = `${homedir()}${sep}`;
  return [...new Set(paths)].filter((path) => existsSync(path) && path !== sep && !home.startsWith(`${path}${sep}`));
}

function dropNested(folders: string[]): string[] {
  return folders.filter((folder) => !isInside(folder, folders));
}

function isInside(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}${sep}`));
}
