import { platform } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBubblewrapArguments, FILTER_FD, INSIDE } from './bubblewrap-arguments.ts';
import { listInterpreterPaths } from './list-interpreter-paths.ts';
import { pickEnv } from './pick-env.ts';
import { buildSeatbeltProfile } from './seatbelt-profile.ts';
import { buildSystemCallFilter } from './system-call-filter.ts';

/** A program that confines others. */
export interface Wrapper {
  by: 'bubblewrap' | 'seatbelt';
  program: string;
}

/** How one Python process is started: what is given to the operating system. */
export interface PythonLaunch {
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** What the wrapper reads from `FILTER_FD`. */
  filter: Buffer | null;
}

interface LaunchPlan {
  /** Null: not sandboxed. */
  wrapper: Wrapper | null;
  python: string;
  /** An empty folder, home of the tool. bubblewrap gives it one in memory instead. */
  workspace: string;
  /** A socket of ours that leads to the internet, for bubblewrap. */
  gateway: string | null;
}

const RUNNER = fileURLToPath(new URL('./python-runner.py', import.meta.url));
const RELAY = fileURLToPath(new URL('./network-relay.py', import.meta.url));
const FLAGS = ['-I', '-u', '-X', 'utf8'];
// Windows cannot even start the interpreter without SYSTEMROOT.
const ALLOWED_NAMES = platform() === 'win32' ? ['PATH', 'LANG', 'SYSTEMROOT'] : ['PATH', 'LANG'];

/** Python in the wrapper, or as an ordinary process of the user. Throws if the interpreter does not answer. */
export async function planLaunch(plan: LaunchPlan): Promise<PythonLaunch> {
  switch (plan.wrapper?.by) {
    case 'bubblewrap':
      return await planBubblewrap(plan, plan.wrapper.program);
    case 'seatbelt':
      return await planSeatbelt(plan, plan.wrapper.program);
    case undefined:
      return planGuarded(plan);
  }
}

function planGuarded({ python, workspace }: LaunchPlan): PythonLaunch {
  return {
    command: python,
    args: [...FLAGS, RUNNER],
    cwd: workspace,
    env: { ...readAllowedEnv(), HOME: workspace, TMPDIR: workspace },
    filter: null,
  };
}

async function planBubblewrap({ python, gateway }: LaunchPlan, program: string): Promise<PythonLaunch> {
  const interpreter = await listInterpreterPaths(python);
  const filter = buildSystemCallFilter(process.arch);
  return {
    command: program,
    args: [
      ...buildBubblewrapArguments({ interpreter, runner: RUNNER, network: gateway ? { gateway, relay: RELAY } : null }),
      ...(filter ? ['--seccomp', String(FILTER_FD)] : []),
      ...['--', python, ...FLAGS, ...(gateway ? [INSIDE.relay, INSIDE.gateway] : []), INSIDE.runner],
    ],
    cwd: '/',
    env: { ...readAllowedEnv(), PATH: `${dirname(python)}:/usr/bin:/bin`, HOME: INSIDE.home, TMPDIR: INSIDE.home },
    filter,
  };
}

async function planSeatbelt({ python, workspace }: LaunchPlan, program: string): Promise<PythonLaunch> {
  const interpreter = await listInterpreterPaths(python);
  return {
    command: program,
    args: ['-p', buildSeatbeltProfile({ interpreter, runner: RUNNER, workspace }), python, ...FLAGS, RUNNER],
    cwd: workspace,
    env: { ...readAllowedEnv(), PATH: `${dirname(python)}:/usr/bin:/bin`, HOME: workspace, TMPDIR: workspace },
    filter: null,
  };
}

/** What is left of our own environment for a tool. */
function readAllowedEnv(): NodeJS.ProcessEnv {
  return { LANG: 'C.UTF-8', ...pickEnv((name) => ALLOWED_NAMES.includes(name.toUpperCase())) };
}
