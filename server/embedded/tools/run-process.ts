import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { collectOutput } from './collect-output.ts';
import { killProcessTree } from './kill-process-tree.ts';
import type { PythonLaunch } from './plan-launch.ts';
import { readResultFrame, type ToolReport } from './read-result-frame.ts';
import { type PythonProcess, type RunnerRequest, startPython } from './start-python.ts';

interface ProcessRun {
  launch: PythonLaunch;
  request: RunnerRequest;
  /** The folder by which processes are found that left the group. Null where all end with the first one. */
  workspace: string | null;
  signal: AbortSignal | undefined;
}

/** Why a call is over: the tool reported, its process ended by itself, or we stopped it. */
type End = 'report' | 'exit' | 'timeout' | 'abort' | 'flood';

/** How one process went. `hasStarted` is false when the runner never ran; then `stderr` says why. */
export interface ProcessOutcome {
  end: End;
  hasStarted: boolean;
  report: ToolReport | null;
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

const DRAIN_MS = 250;

/**
 * Starts the runner, waits for its report or for what ends it sooner, and leaves no process behind. Throws if the system
 * refuses to start it.
 */
export async function runProcess({ launch, request, workspace, signal }: ProcessRun): Promise<ProcessOutcome> {
  const running = startPython(launch, request);
  const flood = Promise.withResolvers<void>();
  const stdout = collectOutput(running.stdout, flood.resolve);
  const stderr = collectOutput(running.stderr, flood.resolve);
  const reading = readResultFrame(running.channel);
  const report = reading.then((found) => found.report);
  const timeoutMs = request.timeoutSeconds * 1000;
  const end = await waitForEnd({ running, report, flood: flood.promise, timeoutMs, signal });
  await clearAway(running, workspace);
  const { hasStarted } = await reading;
  return {
    end,
    hasStarted,
    report: end === 'report' || end === 'exit' ? await report : null,
    exitCode: running.child.exitCode,
    signal: running.child.signalCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
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
async function clearAway(
  { child, stdout, stderr, channel, closed }: PythonProcess,
  workspace: string | null,
): Promise<void> {
  if (child.pid === undefined) return;
  await killProcessTree(child.pid, workspace);
  const waiting = new AbortController();
  const hasClosed = await Promise.race([closed.then(() => true), wait(DRAIN_MS, false, { signal: waiting.signal })]);
  waiting.abort();
  // A process shows neither folder nor environment at the moment it becomes another program.
  if (!hasClosed) await killProcessTree(child.pid, workspace);
  for (const stream of [stdout, stderr, channel]) stream.destroy();
}
