import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { findPython } from './find-python.ts';
import type { Wrapper } from './plan-launch.ts';
import { probeWrapper } from './probe-wrapper.ts';

/** Whether tools are confined on this computer; if not, why, and what would change it, as sentences for the user. */
export type Sandbox =
  | { kind: 'sandboxed'; by: 'bubblewrap' | 'seatbelt' }
  | { kind: 'guarded'; reason: string; fix: string };

/** The same, with the program that confines. */
export type FoundSandbox = { kind: 'sandboxed'; wrapper: Wrapper } | Extract<Sandbox, { kind: 'guarded' }>;

const LOOK_AGAIN_MS = 60_000;
const SEATBELT = '/usr/bin/sandbox-exec';
const USER_NAMESPACES = /namespace|uid map|RTM_NEWADDR/i;

let search: { at: number; found: Promise<FoundSandbox> } | undefined;
let hasWorked = false;

/**
 * Runs a trivial tool in the sandbox of this system and looks whether it really is confined. That it is, is remembered
 * until `forgetSandbox`; that there never was one, for a minute.
 */
export async function findSandbox(): Promise<Sandbox> {
  const found = await findWrapper();
  return found.kind === 'sandboxed' ? { kind: 'sandboxed', by: found.wrapper.by } : found;
}

/** As `findSandbox`, for who starts a process in it. */
export async function findWrapper(): Promise<FoundSandbox> {
  if (!search || performance.now() - search.at > LOOK_AGAIN_MS) search = { at: performance.now(), found: probe() };
  const { found } = search;
  const result = await found;
  if (result.kind === 'sandboxed') hasWorked = true;
  if (search?.found !== found) return result;
  if (result.kind === 'sandboxed') search.at = Number.POSITIVE_INFINITY;
  // One that has worked before may work again at the next call.
  else if (hasWorked) search = undefined;
  return result;
}

/** Makes the next `findSandbox` look again, after a sandbox that was found did not start. */
export function forgetSandbox(): void {
  search = undefined;
}

/** Whether this process has ever found a sandbox. If so, a tool must not get to run without one by breaking it. */
export function hasSandboxWorked(): boolean {
  return hasWorked;
}

async function probe(): Promise<FoundSandbox> {
  const python = await findPython();
  if ('problem' in python) return guarded('Python was not found', python.problem);
  const wrapper = findProgram();
  if ('kind' in wrapper) return wrapper;
  const problem = await probeWrapper(wrapper, python.path);
  if (problem === null) return { kind: 'sandboxed', wrapper };
  if (problem.kind === 'open')
    return guarded(
      `${wrapper.by} let a test program ${problem.what}`,
      'Please report this as a bug, with the name of your operating system and its version.',
    );
  return await explain(wrapper, problem.message);
}

function findProgram(): Wrapper | FoundSandbox {
  switch (platform()) {
    case 'linux': {
      const program = findOnPath('bwrap');
      return program
        ? { by: 'bubblewrap', program }
        : guarded(
            'bubblewrap is not installed',
            'Install the package bubblewrap, for example with "sudo apt install bubblewrap" or "sudo dnf install bubblewrap".',
          );
    }
    case 'darwin':
      return canRun(SEATBELT)
        ? { by: 'seatbelt', program: SEATBELT }
        : guarded(`${SEATBELT} is missing`, 'Repair or update macOS, which brings it along.');
    case 'win32':
      return guarded('there is none for Windows', 'Run Letta ADE in WSL 2 with bubblewrap installed.');
    default:
      return guarded('there is none for this operating system', 'Run Letta ADE on Linux or macOS.');
  }
}

async function explain({ by }: Wrapper, message: string): Promise<FoundSandbox> {
  if (by === 'seatbelt')
    return guarded(`Python does not start in it: ${message}`, 'Install Python from python.org or with Homebrew.');
  if (/unknown option/i.test(message))
    return guarded('bubblewrap is installed but too old', 'Install bubblewrap 0.7 or newer.');
  if (/proc on|mount proc/i.test(message))
    return guarded(
      'this container does not let bubblewrap mount /proc',
      'Run Letta ADE outside the container, or read in the manual of your container program how to nest user namespaces.',
    );
  if (USER_NAMESPACES.test(message))
    return guarded('bubblewrap is installed but user namespaces are disabled', await explainNamespaces());
  return guarded(
    `Python does not start in bubblewrap: ${message}`,
    'Install Python with the package manager of your system, so that its files lie where the sandbox looks for them.',
  );
}

async function explainNamespaces(): Promise<string> {
  if ((await readSetting('kernel/apparmor_restrict_unprivileged_userns')) === '1')
    return 'AppArmor blocks them. Allow them for bubblewrap with a profile for /usr/bin/bwrap that says "userns,".';
  if ((await readSetting('kernel/unprivileged_userns_clone')) === '0')
    return 'Enable them with "sudo sysctl -w kernel.unprivileged_userns_clone=1".';
  if ((await readSetting('user/max_user_namespaces')) === '0')
    return 'Enable them with "sudo sysctl -w user.max_user_namespaces=15000".';
  return 'Enable them, or run Letta ADE outside the container if it is in one.';
}

async function readSetting(name: string): Promise<string> {
  return (await readFile(`/proc/sys/${name}`, 'utf8').catch(() => '')).trim();
}

function guarded(cause: string, fix: string): Extract<Sandbox, { kind: 'guarded' }> {
  return { kind: 'guarded', reason: `No sandbox found on this computer (${cause}).`, fix };
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
