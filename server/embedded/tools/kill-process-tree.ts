import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { platform } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const SWEEP_MS = 2000;

/**
 * Kills a process that leads its own session and the rest of its group. On Linux it also finds what left the group but
 * still works in `workspace` or has it in its environment, unless `workspace` is null. Does nothing for what is gone.
 */
export async function killProcessTree(pid: number, workspace: string | null): Promise<void> {
  if (platform() === 'win32') {
    await execute('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true }).catch(() => undefined);
    return;
  }
  killGroup(pid);
  if (platform() === 'linux' && workspace !== null) await killStrays(pid, workspace);
}

/** Sweeps until a sweep finds nothing, because a process can start another one between being seen and being killed. */
async function killStrays(pid: number, workspace: string): Promise<void> {
  const giveUpAt = performance.now() + SWEEP_MS;
  while (performance.now() < giveUpAt) {
    const strays = listProcessesAfter(pid).filter((other) => belongsTo(other, workspace));
    if (strays.length === 0) return;
    // A whole group dies at once; its members one by one could breed faster.
    for (const group of new Set(strays.map(readGroup))) killGroup(group);
    await nextTurn();
  }
}

/** Those started after `pid`, by their numbers; all, if the numbers have begun again since. */
function listProcessesAfter(pid: number): number[] {
  const newest = Number(attempt(() => readFileSync('/proc/loadavg', 'latin1')).split(' ')[4]);
  const lowest = newest >= pid ? pid + 1 : 1;
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) && Number(name) >= lowest ? [Number(name)] : []));
}

function belongsTo(pid: number, workspace: string): boolean {
  return (
    attempt(() => readFileSync(`/proc/${pid}/environ`, 'latin1')).includes(`=${workspace}\0`) ||
    `${attempt(() => readlinkSync(`/proc/${pid}/cwd`))}/`.startsWith(`${workspace}/`)
  );
}

/** The process group of a process, or the process itself where it cannot be read. */
function readGroup(pid: number): number {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  return group > 1 ? group : pid;
}

/** Empty for a process that has ended or belongs to somebody else. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It is already gone.
  }
}
