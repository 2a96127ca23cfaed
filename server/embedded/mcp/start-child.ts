import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { killProcessTree } from '#server/embedded/tools/kill-process-tree.ts';
import { pickEnv } from '#server/embedded/tools/pick-env.ts';

/** The program of an MCP server while it runs. */
export interface McpChild {
  process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The end of what it wrote to its error output, at most 64 KB. */
  errorText(): string;
  isAlive(): boolean;
  /** Ends it and all it started. */
  kill(): Promise<void>;
}

const KEPT_BYTES = 64 * 1024;
const CAN_GROUP = platform() !== 'win32';
// Windows programs do not start without the names of their folders.
const PASSED_ON = CAN_GROUP
  ? ['PATH', 'HOME', 'LANG']
  : ['PATH', 'HOME', 'LANG', 'SYSTEMROOT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'PATHEXT', 'COMSPEC'];

/** Starts a program in a process group of its own. Of our environment it gets only where programs and home are. */
export function startChild(options: { command: string; args: string[]; env: Record<string, string> }): McpChild {
  const child = spawn(options.command, options.args, {
    env: { ...pickEnv((name) => PASSED_ON.includes(name.toUpperCase())), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: CAN_GROUP,
    windowsHide: true,
  });
  const errors = keepEnd(child.stderr);
  for (const stream of [child.stdin, child.stdout]) stream.on('error', () => undefined);
  return {
    process: child,
    errorText: errors,
    isAlive: () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    async kill() {
      if (child.pid === undefined) return;
      await killProcessTree(child.pid, null);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    },
  };
}

function keepEnd(stream: Readable): () => string {
  let kept = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-KEPT_BYTES);
  });
  stream.on('error', () => undefined);
  return () => kept.toString('utf8').trim();
}
