import { type ChildProcess, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('./python-runner.py', import.meta.url));
// Windows cannot even start the interpreter without SYSTEMROOT.
const ALLOWED_NAMES = platform() === 'win32' ? ['PATH', 'LANG', 'SYSTEMROOT'] : ['PATH', 'LANG'];

export interface PythonStart {
  /** The interpreter. */
  python: string;
  /** Working folder and home. */
  workspace: string;
  env: Record<string, string>;
  /** What the runner reads from stdin. */
  call: { source: string; functionName: string; args: unknown; agentState?: unknown; timeoutSeconds: number };
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
export function startPython({ python, workspace, env, call }: PythonStart): PythonProcess {
  const child = spawn(python, ['-I', '-u', '-X', 'utf8', RUNNER], {
    cwd: workspace,
    env: { ...readAllowedEnv(), HOME: workspace, TMPDIR: workspace, ...env },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  child.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const [stdin, stdout, stderr, channel] = child.stdio;
  if (!stdin || !stdout || !stderr || !(channel instanceof Readable)) throw new Error('The process has no streams.');
  stdin.on('error', () => undefined);
  stdin.end(JSON.stringify(call));
  return { child, stdout, stderr, channel, closed };
}

/** What is left of our own environment for a tool. */
function readAllowedEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LANG: 'C.UTF-8', ...process.env };
  for (const name of Object.keys(env)) if (!ALLOWED_NAMES.includes(name.toUpperCase())) delete env[name];
  return env;
}
