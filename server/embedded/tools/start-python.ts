import { type ChildProcess, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { FILTER_FD } from './bubblewrap-arguments.ts';
import type { PythonLaunch } from './plan-launch.ts';

/** What the runner reads from stdin. */
export interface RunnerRequest {
  source: string;
  functionName: string;
  args: Record<string, unknown>;
  agentState?: unknown;
  env: Record<string, string>;
  timeoutSeconds: number;
  /** How many processes the call may have; null: 256 more than the whole system has. */
  processes: number | null;
}

export interface PythonProcess {
  child: ChildProcess;
  stdout: Readable;
  stderr: Readable;
  /** File descriptor 3 of the process: where the report comes out. */
  channel: Readable;
  /** Resolves when the process has ended and all its output was read. */
  closed: Promise<void>;
}

/** Starts the runner as the leader of its own process group and hands it the call. Throws if the system refuses. */
export function startPython(launch: PythonLaunch, request: RunnerRequest): PythonProcess {
  const input = JSON.stringify(request);
  const child = spawn(launch.command, launch.args, {
    cwd: launch.cwd,
    env: launch.env,
    stdio: launch.filter ? ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  child.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const [stdin, stdout, stderr, channel] = child.stdio;
  if (!stdin || !stdout || !stderr || !(channel instanceof Readable)) throw new Error('The process has no streams.');
  if (launch.filter) give(child.stdio[FILTER_FD], launch.filter);
  give(stdin, input);
  return { child, stdout, stderr, channel, closed };
}

/** A process that ends before it has read everything is no error here; it shows in what it reports. */
function give(stream: unknown, content: string | Buffer): void {
  if (!(stream instanceof Writable)) throw new Error('The process has no streams.');
  stream.on('error', () => undefined);
  stream.end(content);
}
