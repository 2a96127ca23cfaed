import { constants, release } from 'node:os';
import { ensureEnvironment } from './ensure-environment.ts';
import { findPython, forgetPython } from './find-python.ts';
import { findWrapper, forgetSandbox, hasSandboxWorked } from './find-sandbox.ts';
import { openGateway } from './open-gateway.ts';
import { planLaunch, type Wrapper } from './plan-launch.ts';
import { type ProcessOutcome, runProcess } from './run-process.ts';
import { createToolWorkspace, removeToolWorkspace } from './tool-workspace.ts';

/** `sandboxed`: cannot reach the user's files, keys and network. `guarded`: runs as the user, with limits only. */
export type Confinement = 'sandboxed' | 'guarded';

/** One call of a function in a tool's source. The tool sees `env`, PATH and LANG, and nothing else of our environment. */
export interface PythonCall {
  source: string;
  functionName: string;
  args: Record<string, unknown>;
  env?: Record<string, string>;
  /** Given to a parameter named `agent_state`, as an object with attributes. */
  agentState?: unknown;
  /** Wall clock; 60,000 unless told, at most 600,000. Installing `requirements` is not counted. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Run so or not at all. Unless told: sandboxed, and guarded only on a system that has no sandbox. */
  confinement?: Confinement;
  /** Whether a sandboxed tool may use the internet, never this computer or its network. A guarded one always can. */
  network?: boolean;
  /** Packages the tool needs, as `name`, `name==1.2` or with other version clauses. Needs `environmentsFolder`. */
  requirements?: readonly string[];
  /** Where sets of packages are kept for the next call. */
  environmentsFolder?: string;
  /** Called with one line at a time while packages are being installed. */
  onProgress?: (line: string) => void;
}

/** `value` is Python's `str()` of what the function returned, or `ExceptionType: message`. */
export interface PythonResult {
  status: 'success' | 'error';
  value: string;
  stdout: string;
  stderr: string;
  durationMs: number;
  /** How the call ran, or would have run if it failed before. */
  confinement: Confinement;
}

type Outcome = Omit<PythonResult, 'durationMs' | 'confinement'>;

/** A sentence for the caller, where a call must not run or cannot. */
class Refusal extends Error {}

const DEFAULT_TIMEOUT = 60_000;
const LONGEST_TIMEOUT = 600_000;
const PROCESSES_IN_SANDBOX = 128;
const CANCELLED = 'CancelledError: stopped because the call was cancelled';

/**
 * Runs one tool call in a process of its own, with limits on time, memory, files and output; in a sandbox wherever this
 * system has one. A sandbox that fails fails the call: there is no second try without it. Never throws: what goes wrong is
 * a result with status `error`.
 */
export async function runPython(call: PythonCall): Promise<PythonResult> {
  const startedAt = performance.now();
  const found = call.confinement === 'guarded' ? null : await findWrapper();
  const wrapper = found?.kind === 'sandboxed' ? found.wrapper : null;
  const confinement: Confinement = wrapper || call.confinement === 'sandboxed' ? 'sandboxed' : 'guarded';
  const outcome =
    found?.kind === 'guarded' && (call.confinement === 'sandboxed' || hasSandboxWorked())
      ? failure(`SandboxError: ${found.reason} The tool did not run. ${found.fix}`)
      : await runInWorkspace(call, wrapper);
  return { ...outcome, durationMs: Math.round(performance.now() - startedAt), confinement };
}

async function runInWorkspace(call: PythonCall, wrapper: Wrapper | null): Promise<Outcome> {
  const python = await findPython();
  if ('problem' in python) return failure(python.problem);
  let workspace: string | undefined;
  try {
    const program = call.requirements?.length ? await prepareEnvironment(call, python) : python.path;
    workspace = await createToolWorkspace();
    return await runConfined(call, { wrapper, python: program, workspace });
  } catch (error) {
    if (error instanceof Refusal) return failure(error.message);
    return failure(describeFailedStart(wrapper, error instanceof Error ? error.message : String(error)));
  } finally {
    if (workspace) await removeToolWorkspace(workspace);
  }
}

async function prepareEnvironment(
  { requirements = [], environmentsFolder, onProgress, signal }: PythonCall,
  python: { path: string; version: string },
): Promise<string> {
  if (environmentsFolder === undefined)
    throw new Refusal('RuntimeError: this tool needs packages, and packages cannot be installed here.');
  const found = await ensureEnvironment({ python, requirements, folder: environmentsFolder, onProgress, signal });
  if ('problem' in found) throw new Refusal(found.problem);
  return found.python;
}

interface Place {
  wrapper: Wrapper | null;
  python: string;
  workspace: string;
}

async function runConfined(call: PythonCall, { wrapper, python, workspace }: Place): Promise<Outcome> {
  if (call.signal?.aborted) return failure(CANCELLED);
  if (call.network && wrapper?.by === 'seatbelt')
    throw new Refusal(
      'PermissionError: internet access for sandboxed tools is not available on this system. The tool did not run.',
    );
  const gateway = call.network && wrapper ? await openGateway(workspace) : null;
  try {
    const launch = await planLaunch({ wrapper, python, workspace, gateway: gateway?.path ?? null });
    const { source, functionName, args, agentState, env = {}, signal } = call;
    const timeoutSeconds = Math.min(call.timeoutMs ?? DEFAULT_TIMEOUT, LONGEST_TIMEOUT) / 1000;
    const processes = wrapper?.by === 'bubblewrap' && countsPerSandbox() ? PROCESSES_IN_SANDBOX : null;
    const request = { source, functionName, args, agentState, env, timeoutSeconds, processes };
    // The end of bubblewrap is the end of all its processes; elsewhere they are found by their folder.
    const sweep = wrapper?.by === 'bubblewrap' ? null : workspace;
    const outcome = await runProcess({ launch, request, workspace: sweep, signal });
    const { report, stdout, stderr } = outcome;
    return {
      status: report?.status ?? 'error',
      value: report?.value ?? describeEnd(outcome, { wrapper, timeoutSeconds }),
      stdout,
      stderr: joinErrors(stderr, report?.traceback ?? ''),
    };
  } finally {
    await gateway?.close();
  }
}

/** From Linux 5.14 on, the limit on processes counts those of a user namespace, not all of the user. */
function countsPerSandbox(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}

function describeEnd(
  { end, hasStarted, exitCode, signal, stderr }: ProcessOutcome,
  { wrapper, timeoutSeconds }: { wrapper: Wrapper | null; timeoutSeconds: number },
): string {
  switch (end) {
    case 'timeout':
      return `TimeoutError: stopped after ${timeoutSeconds} s`;
    case 'abort':
      return CANCELLED;
    case 'flood':
      return 'RuntimeError: stopped after writing more than 64 MB of output';
    case 'report':
    case 'exit': {
      if (!hasStarted) return describeFailedStart(wrapper, stderr.trim().split('\n').at(-1) || 'it gave no reason');
      const endedBy = signal ?? (wrapper?.by === 'bubblewrap' ? readPassedOnSignal(exitCode) : null);
      if (endedBy === 'SIGXCPU') return `TimeoutError: stopped after ${timeoutSeconds} s of processor time`;
      return endedBy
        ? `RuntimeError: the tool's process was ended by ${endedBy} before the function returned`
        : `SystemExit: the tool ended its process with code ${exitCode} before the function returned`;
    }
  }
}

/** Like a shell, bubblewrap ends with 128 and the number of the signal that ended its child. */
function readPassedOnSignal(exitCode: number | null): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => number + 128 === exitCode);
  return found?.[0] ?? null;
}

/** Whatever was remembered about Python and the sandbox is no longer true. */
function describeFailedStart(wrapper: Wrapper | null, reason: string): string {
  forgetPython();
  if (!wrapper) return `RuntimeError: Python could not be started: ${reason}`;
  forgetSandbox();
  return `SandboxError: the sandbox did not start (${reason}). The tool did not run. Try again; if it fails again, restart Letta ADE, which then says how to fix it.`;
}

function joinErrors(stderr: string, traceback: string): string {
  return stderr !== '' && traceback !== '' && !stderr.endsWith('\n') ? `${stderr}\n${traceback}` : stderr + traceback;
}

function failure(value: string): Outcome {
  return { status: 'error', value, stdout: '', stderr: '' };
}
