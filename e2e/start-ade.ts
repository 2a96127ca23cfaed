import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverCommand } from '#scripts/setup/server-command.mjs';
import { splitSecrets } from '#scripts/setup/split-secrets.mjs';
import { findFreePort } from './find-free-port.ts';
import { type SpawnedServer, spawnServer } from './spawn-server.ts';

const READY = /(?:Letta ADE|The embedded Letta server) is ready at (\S+)\s/;

export interface AdeOptions {
  /** Added to the process's environment. Keys go over standard input, as the launcher hands them. */
  env?: Record<string, string>;
  /** An existing data folder; without one the process gets a new, empty one. */
  home?: string;
  args?: string[];
}

/** A running Letta ADE of its own: port, data folder and log. */
export interface Ade {
  /** The same over restarts, without a slash at the end. */
  readonly url: string;
  /** Its LETTA_ADE_HOME. */
  readonly home: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  pid(): number;
  /** Everything printed since the first start. */
  logs(): string;
  /** Starts it again after kill9() or stop(), on the same port and data folder. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it politely and starts it again, if wanted with more environment. */
  restart(env?: Record<string, string>): Promise<void>;
  /** Ends it as a power cut would. */
  kill9(): Promise<void>;
  /** Ends it for good and deletes the folders made for it. */
  dispose(): Promise<void>;
}

/** Starts the built product as `npm start` would and waits until it serves. */
export async function startAde(options: AdeOptions = {}): Promise<Ade> {
  const temporary = await mkdtemp(join(tmpdir(), 'letta-ade-test-'));
  const home = options.home ?? join(temporary, 'ade');
  const env: NodeJS.ProcessEnv = {
    ...plainEnvironment(temporary),
    LETTA_ADE_HOME: home,
    HOST: '127.0.0.1',
    PORT: String(await findFreePort()),
    ...options.env,
  };
  const past: string[] = [];
  let running = await spawnAde(env, options.args);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    await running.stop(signal);
    past.push(running.logs());
  };
  const start = async () => {
    running = await spawnAde(env, options.args);
  };
  return {
    url: running.url.replace(/\/$/, ''),
    home,
    env,
    pid: () => running.pid,
    logs: () => [...past, running.logs()].join(''),
    start,
    stop: () => end('SIGTERM'),
    restart: async (more = {}) => {
      await end('SIGTERM');
      Object.assign(env, more);
      await start();
    },
    kill9: () => end('SIGKILL'),
    dispose: async () => {
      await running.stop();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

function spawnAde(source: NodeJS.ProcessEnv, args: string[] = []): Promise<SpawnedServer> {
  const { env, secretsLine } = splitSecrets(source);
  const server = serverCommand(process.cwd());
  return spawnServer({
    args: [...server.args, ...args],
    env: { ...server.env, ...env },
    ready: READY,
    input: secretsLine,
  });
}

/** What a program needs to run, and nothing of the developer's: no keys, no servers, no saved data. */
export function plainEnvironment(folder: string): NodeJS.ProcessEnv {
  const { PATH = '', LANG = 'C.UTF-8', SystemRoot } = process.env;
  return {
    PATH,
    LANG,
    HOME: folder,
    TMPDIR: tmpdir(),
    NODE_ENV: 'production',
    ...(SystemRoot ? { SystemRoot } : {}),
  };
}
