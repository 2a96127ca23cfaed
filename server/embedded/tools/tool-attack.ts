import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { hasWorkingSandbox } from './has-working-sandbox.ts';
import { type Confinement, type PythonCall, type PythonResult, runPython } from './run-python.ts';

/** What an attack must come to in each tier. */
export type Verdicts = Record<Confinement, unknown>;

/** Nobody gets through. */
export const DENIED: Verdicts = { sandboxed: 'denied', guarded: 'denied' };

/** Everybody may. */
export const ALLOWED: Verdicts = { sandboxed: 'done', guarded: 'done' };

/** What the badge of each tier says: a sandboxed tool does not get through, one that is not sandboxed is you. */
export const AS_BADGE: Verdicts = { sandboxed: 'denied', guarded: 'done' };

/** The tiers to test here. The sandbox is asked for directly, not through the code under test. */
export const TIERS: Confinement[] = hasWorkingSandbox() ? ['sandboxed', 'guarded'] : ['guarded'];

/** Runs an attack, whose function is `f`. */
export async function attack(
  confinement: Confinement,
  source: string,
  options: Partial<PythonCall> = {},
): Promise<PythonResult> {
  return await runPython({ source, functionName: 'f', args: {}, timeoutMs: 10_000, ...options, confinement });
}

/** A tool that takes these arguments and answers `done`, or `denied` where one of its lines fails. */
export function attempt(lines: string, { args = '', imports = 'os' } = {}): string {
  const body = lines.trim().split('\n');
  return `import ${imports}
def f(${args}):
    try:
${body.map((line) => `        ${line}`).join('\n')}
        return "done"
    except Exception as error:
        print(type(error).__name__, error)
        return "denied"
`;
}

/** A folder in the user's home with what a thief looks for, each holding the word `canary`. */
export interface Home {
  folder: string;
  file(name: string): string;
  remove(): void;
}

/** Makes such a folder; the user's own files are never touched. */
export function makeHome(): Home {
  const folder = mkdtempSync(join(homedir(), '.letta-attack-test-'));
  for (const name of ['.ssh/id_ed25519', '.letta-ade/secrets.json', '.config/browser/Default/Cookies', '.bashrc']) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), 'canary', { mode: 0o600 });
  }
  return {
    folder,
    file: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The processes, zombies aside, that have this word among their arguments, or its beginning as their name. */
export function listMarked(word: string): number[] {
  const named = new RegExp(`^Name:\\t${word.slice(0, 15)}\\n(.*\\n)*?State:\\t[^ZX]`);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => read(pid, 'cmdline').split('\0').includes(word) || named.test(read(pid, 'status')))
    .map(Number);
}

function read(pid: string, file: 'cmdline' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
