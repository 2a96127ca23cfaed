import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { originalHabits, type RemoteHabits, type SeenRequest } from './remote-habits.ts';
import type { RemoteSettings } from './remote-letta-main.ts';
import { spawnServer } from './spawn-server.ts';
import { plainEnvironment } from './start-ade.ts';

const READY = /Remote Letta is ready at (\S+)\s/;

export interface RemoteLettaOptions {
  /** Null makes an open server. */
  password?: string | null;
  /** Such as `/letta`, as behind a reverse proxy. */
  prefix?: string;
  /** An OpenAI-compatible endpoint, such as the scripted provider's. */
  openaiBaseUrl?: string;
  /** Takes MCP servers of this machine, which the original never does. */
  privateMcp?: boolean;
}

/** The embedded server as a process of its own, behaving like the original on someone else's machine. */
export interface RemoteLetta {
  /** What a person types as its address; with the prefix, without a slash at the end. */
  readonly url: string;
  readonly password: string | null;
  /** A direct call with the right password and the SDK's header, past the Letta ADE: fetch('/v1/agents/'). */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Switches habits and faults on or off; what is not named stays as it is. */
  set(habits: Partial<RemoteHabits>): Promise<void>;
  /** What has arrived, oldest first; calls of this helper's own `fetch` included. */
  requests(): Promise<SeenRequest[]>;
  /** Back to the original's habits, and forget what has arrived. */
  reset(): Promise<void>;
  logs(): string;
  stop(): Promise<void>;
}

export async function startRemoteLetta(options: RemoteLettaOptions = {}): Promise<RemoteLetta> {
  const folder = await mkdtemp(join(tmpdir(), 'remote-letta-'));
  const settings: RemoteSettings = {
    folder: join(folder, 'data'),
    password: options.password === undefined ? 'remote-password-canary' : options.password,
    prefix: options.prefix ?? '',
    control: `/${randomUUID()}`,
    openaiBaseUrl: options.openaiBaseUrl,
    privateMcp: options.privateMcp ?? false,
  };
  const env = { ...plainEnvironment(folder), REMOTE_LETTA: JSON.stringify(settings) };
  const server = await spawnServer({
    args: ['--disable-warning=ExperimentalWarning', 'e2e/remote-letta-main.ts'],
    env,
    ready: READY,
  });
  const url = server.url + settings.prefix;
  const control = (method: string, body?: unknown) =>
    fetch(server.url + settings.control, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const set = async (habits: Partial<RemoteHabits>) => {
    await control('PUT', habits);
  };
  return {
    url,
    password: settings.password,
    fetch: (path, init) => fetch(url + path, { ...init, headers: directHeaders(settings, init?.headers) }),
    set,
    requests: async () => (await (await control('GET')).json()) as SeenRequest[],
    reset: async () => {
      await set(originalHabits);
      await control('DELETE');
    },
    logs: server.logs,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function directHeaders({ password }: RemoteSettings, given: HeadersInit | undefined): Headers {
  const headers = new Headers(given);
  headers.set('x-stainless-package-version', '1.12.1');
  if (password !== null) headers.set('authorization', `Bearer ${password}`);
  return headers;
}
