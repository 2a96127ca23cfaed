import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { collectOutput } from './collect-output.ts';
import { findPython, forgetPython } from './find-python.ts';
import { killProcessTree } from './kill-process-tree.ts';
import { readResultFrame, type ToolReport } from './read-result-frame.ts';
import { type PythonProcess, startPython } from './start-python.ts';
import { createToolWorkspace, removeToolWorkspace } from './tool-workspace.ts';

/** One call of a function in a tool's source. The tool sees `env`, PATH and LANG, and nothing else of our environment. */
export interface PythonCall {
  source: string;
  functionName: string;
  args: Record<string, unknown>;
  env?: Record<string, string>;
  /** Given to a parameter named `agent_state`, as an object with attributes. */
  agentState?: unknown;
  /** Wall clock; 60,000 unless told, at most 600,000. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** `value` is Python's `str()` of what the function returned, or `ExceptionType: message`. */
export interface PythonResult {
  status: 'success' | 'error';
  value: string;
  stdout: string;
  stderr: string;
  durationMs: number;
}

type Outcome = Omit<PythonResult, 'durationMs'>;

/** Why a call is over: the tool reported, its process ended by itself, or we stopped it. */
type End = 'report' | 'exit' | 'timeout' | 'abort' | 'flood';

const DEFAULT_TIMEOUT = 60_000;
const LONGEST_TIMEOUT = 600_000;
const DRAIN_MS = 250;
const CANCELLED = 'CancelledError: stopped because the call was cancelled';

/**
 * Runs one tool call in a process of its own: clean environment, an empty folder as home, limits on time, memory, files
 * and output. This stops accidents, not malice. Never throws: what goes wrong is a result with status `error`.
 */
export async function runPython(call: PythonCall): Promise<PythonResult> {
  const startedAt = performance.now();
  const outcome = await runInWorkspace(call);
  return { ...outcome, durationMs: Math.round(performance.now() - startedAt) };
}

async function runInWorkspace(call: PythonCall): Promise<Outcome> {
  const python = await findPython();
  if ('problem' in python) return failure(python.problem);
  let workspace: string | undefined;
  try {
    workspace = await createToolWorkspace();
    return await runProcess(call, python.path, workspace);
  } catch (error) {
    forgetPython();
    return failure(`RuntimeError: Python could not be started: ${error instanceof Error ? error.message : error}`);
  } finally {
    if (workspace) await removeToolWorkspace(workspace);
  }
}

async function runProcess(call: PythonCall, python: string, workspace: string): Promise<Outcome> {
  if (call.signal?.aborted) return failure(CANCELLED);
  const { source, functionName, args, agentState, env = {} } = call;
  const timeoutMs = Math.min(call.timeoutMs ?? DEFAULT_TIMEOUT, LONGEST_TIMEOUT);
  const request = { source, functionName, args, agentState, timeoutSeconds: timeoutMs / 1000 };
  const running = startPython({ python, workspace, env, call: request });
  const flood = Promise.withResolvers<void>();
  const stdout = collectOutput(running.stdout, flood.resolve);
  const stderr = collectOutput(running.stderr, flood.resolve);
  const report = readResultFrame(running.channel);
  const end = await waitForEnd({ running, report, flood: flood.promise, timeoutMs, signal: call.signal });
  await clearAway(running, workspace);
  const reported = end === 'report' || end === 'exit' ? await report : null;
  return {
    status: reported?.status ?? 'error',
    value: reported?.value ?? describeEnd(end, running.child, timeoutMs),
    stdout: stdout.text(),
    stderr: joinErrors(stderr.text(), reported?.traceback ?? ''),
  };
}

interface Watched {
  running: PythonProcess;
  report: Promise<ToolReport | null>;
  flood: Promise<void>;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** Waits for the first of all that can end a call, and takes every listener and timer away again. */
async function waitForEnd({ running, report, flood, timeoutMs, signal }: Watched): Promise<End> {
  const waiting = new AbortController();
  const options = { signal: waiting.signal };
  const never = new Promise<never>(() => undefined);
  try {
    return await Promise.race<End>([
      report.then((found) => (found ? 'report' : never)),
      once(running.child, 'exit', options).then(() => 'exit'),
      flood.then(() => 'flood'),
      wait(timeoutMs, 'timeout', options),
      signal ? once(signal, 'abort', options).then(() => 'abort') : never,
    ]);
  } finally {
    waiting.abort();
  }
}

/** Leaves no process behind, and no stream open that one we could not find still holds. */
async function clearAway({ child, stdout, stderr, channel, closed }: PythonProcess, workspace: string): Promise<void> {
  if (child.pid !== undefined) await killProcessTree(child.pid, workspace);
  const waiting = new AbortController();
  await Promise.race([closed, wait(DRAIN_MS, undefined, { signal: waiting.signal })]);
  waiting.abort();
  for (const stream of [stdout, stderr, channel]) stream.destroy();
}

function describeEnd(end: End, child: ChildProcess, timeoutMs: number): string {
  switch (end) {
    case 'timeout':
      return `TimeoutError: stopped after ${timeoutMs / 1000} s`;
    case 'abort':
      return CANCELLED;
    case 'flood':
      return 'RuntimeError: stopped after writing more than 64 MB of output';
    case 'report':
    case 'exit':
      return describeExit(child, timeoutMs);
  }
}

function describeExit({ signalCode, exitCode }: ChildProcess, timeoutMs: number): string {
  if (signalCode === 'SIGXCPU') return `TimeoutError: stopped after ${timeoutMs / 1000} s of processor time`;
  return signalCode
    ? `RuntimeError: the tool's process was ended by ${signalCode} before the function returned`
    : `SystemExit: the tool ended its process with code ${exitCode} before the function returned`;
}

function joinErrors(stderr: string, traceback: string): string {
  return stderr !== '' && traceback !== '' && !stderr.endsWith('\n') ? `${stderr}\n${traceback}` : stderr + traceback;
}

function failure(value: string): Outcome {
  return { status: 'error', value, stdout: '', stderr: '' };
}
