import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;

export interface SpawnedServer {
  /** The address of its ready line. */
  url: string;
  pid: number;
  /** Everything it has printed so far. */
  logs(): string;
  /** Ends it and waits until it is gone; a server that ignores the signal is killed and the call fails. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

interface SpawnOptions {
  /** Node's arguments: the file to run and what it gets. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Printed when it serves; the first group is the address. */
  ready: RegExp;
  /** Written to its standard input, which is then closed. */
  input?: string;
}

/** Starts a server of this project as a process of its own and waits for its ready line. */
export async function spawnServer({ args, env, ready, input }: SpawnOptions): Promise<SpawnedServer> {
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const output = collectOutput(child);
  const url = await waitForReady({ child, output, ready });
  return {
    url,
    pid: child.pid ?? 0,
    logs: output.text,
    stop: (signal = 'SIGTERM') => stopChild({ child, exited, signal, logs: output.text }),
  };
}

interface Output {
  text(): string;
  onText(listener: () => void): void;
}

function collectOutput(child: ChildProcess): Output {
  let text = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  return { text: () => text, onText: (listener) => listeners.push(listener) };
}

interface ReadyWait {
  child: ChildProcess;
  output: Output;
  ready: RegExp;
}

function waitForReady({ child, output, ready }: ReadyWait): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The server ${what}. It printed:\n${output.text()}`));
    };
    const timer = setTimeout(
      () => fail(`did not print its ready line in ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // 'close' comes after the last output, 'exit' may come before it.
    child.once('close', (code) => fail(`ended with code ${code} before it was ready`));
    output.onText(() => {
      const url = ready.exec(output.text())?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

interface StopOptions {
  child: ChildProcess;
  exited: Promise<unknown>;
  signal: 'SIGTERM' | 'SIGKILL';
  logs: () => string;
}

async function stopChild({ child, exited, signal, logs }: StopOptions): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  let ignored = false;
  const timer = setTimeout(() => {
    ignored = true;
    child.kill('SIGKILL');
  }, STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
  if (ignored)
    throw new Error(`The process did not end within ${STOP_TIMEOUT_MS / 1000} s of ${signal}. It printed:\n${logs()}`);
}
