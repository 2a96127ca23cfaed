import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHistoryStore } from '#server/history/history-store.ts';
import type { Backend } from './backend.ts';
import type { Running } from './closing-steps.ts';
import type { Env } from './env.ts';
import { listen } from './listen.ts';
import { createLog } from './log.ts';
import { startAde } from './start-ade.ts';
import { startEmbeddedOnly } from './start-embedded-only.ts';
import { StartError } from './start-error.ts';
import type { Pages } from './start-next.ts';

const log = createLog(
  () => undefined,
  () => undefined,
);
const running: Running[] = [];
const order: string[] = [];
let home = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ade-home-'));
  order.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()));
});

const env = (change: Partial<Env> = {}): Env => ({
  host: '127.0.0.1',
  port: 0,
  home,
  allowedHosts: [],
  letta: undefined,
  modelKeys: {},
  mcp: { allowStdio: false, allowPrivate: false },
  password: undefined,
  serverPassword: undefined,
  ...change,
});

/** A stand-in for the embedded server with one endless stream. */
async function openEmbedded(): Promise<Backend> {
  return {
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname !== '/v1/stream') return Response.json({ pathname });
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    },
    close: async () => void order.push('embedded'),
  };
}

async function openPages(): Promise<Pages> {
  return {
    handle: async (_, outgoing) => void outgoing.end('page'),
    upgrade: async (_, socket) => void socket.destroy(),
    close: async () => void order.push('pages'),
  };
}

async function start(change: Partial<Parameters<typeof startAde>[0]> = {}): Promise<Running> {
  const started = await startAde({ env: env(), openEmbedded, openPages, log, ...change });
  running.push(started);
  return started;
}

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as StartError,
  );

describe('startAde', () => {
  test('serves pages, its API and the embedded server from one port', async () => {
    const { url } = await start();
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await (await fetch(url)).text()).toBe('page');
    const headers = { 'x-ade': '1' };
    expect(await (await fetch(`${url}/api/servers`, { headers })).json()).toMatchObject([{ id: 'embedded' }]);
    const answer = await fetch(`${url}/api/servers/embedded/v1/agents/`, { headers });
    expect(await answer.json()).toEqual({ pathname: '/v1/agents/' });
    const about = await (await fetch(`${url}/api/about`, { headers })).json();
    expect(about).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.versions.node,
      home: expect.any(String),
      python: expect.toSatisfy((value) => value === null || /^3\./.test(String(value))),
      sandbox: expect.objectContaining({ kind: expect.stringMatching(/^(?:sandboxed|guarded)$/) }),
    });
    expect((await fetch(`${url}/api/servers`)).status).toBe(403);
  });

  test('closes with a stream open, in order, and gives the folder and the port back', async () => {
    const { url, close } = await start();
    const stream = await fetch(`${url}/api/servers/embedded/v1/stream`, { headers: { 'x-ade': '1' } });
    const reader = stream.body!.getReader();
    await reader.read();
    await close();
    await expect(reader.read()).rejects.toThrow();
    expect(order.toSorted()).toEqual(['embedded', 'pages']);
    expect(await readdir(home)).not.toContain('lock.pid');
    await expect(fetch(url)).rejects.toThrow();
    await start();
  });

  test('what agents write while the embedded server closes is still remembered', async () => {
    const write = { blockId: 'block-1', before: '', value: 'late', cause: 'saved' as const };
    const { close } = await start({
      openEmbedded: async ({ onMemoryWrite }) => ({
        ...(await openEmbedded()),
        close: async () => onMemoryWrite?.(write),
      }),
    });
    await close();
    const history = openHistoryStore(join(home, 'history.db'));
    expect(history.listValues({ serverId: 'embedded', kind: 'block', id: 'block-1' })).toMatchObject([
      { value: 'late', cause: 'saved' },
      { value: '', cause: 'found' },
    ]);
    history.close();
  });

  test('requests that come before all is ready wait', async () => {
    const taken = await listen({ host: '127.0.0.1', port: 0, command: '' });
    await taken.close();
    const openLater = Promise.withResolvers<Pages>();
    const opening = start({ env: env({ port: taken.port }), openPages: () => openLater.promise });
    const url = `http://localhost:${taken.port}`;
    const answer = retryUntilListening(() => fetch(url));
    openLater.resolve(await openPages());
    await opening;
    expect(await (await answer).text()).toBe('page');
  });

  test('a second start on the same folder is refused and does no harm', async () => {
    const { url } = await start();
    const refusal = await refusalOf(start());
    expect(refusal).toBeInstanceOf(StartError);
    expect(refusal?.message).toContain(`(process ${process.pid}) is using`);
    expect((await fetch(url)).status).toBe(200);
    expect(order).toEqual([]);
  });

  test('a port in use is a sentence with another port, and the folder is free again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const refusal = await refusalOf(start({ env: env({ port }) }));
    expect(refusal?.message).toBe(`Port ${port} is in use by another program.`);
    expect(refusal?.next).toContain(`PORT=${port + 1} npm start`);
    other.close();
    await start();
  });

  test('a part that cannot open closes the others', async () => {
    const cause = new StartError('No pages.', 'Build them.');
    expect(await refusalOf(start({ openPages: () => Promise.reject(cause) }))).toBe(cause);
    expect(order).toEqual(['embedded']);
    expect(await readdir(home)).not.toContain('lock.pid');
  });

  test('a home that is a file, or inside one, is a sentence', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'deeper')]) {
      const refusal = await refusalOf(start({ env: env({ home: path }) }));
      expect(refusal).toBeInstanceOf(StartError);
      expect(refusal?.message).toContain('a file is in its place');
      expect(refusal?.next).toContain('LETTA_ADE_HOME');
    }
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a read-only home is a sentence', async () => {
    await chmod(home, 0o500);
    const refusal = await refusalOf(start());
    expect(refusal?.message).toContain('it is not writable');
  });
});

test('the embedded server alone serves its API only, to its own host names only', async () => {
  const started = await startEmbeddedOnly({ env: env(), openEmbedded, log });
  running.push(started);
  const get = async (path: string, headers = {}) => await fetch(`${started.url}${path}`, { headers });
  expect(await (await get('/v1/agents/')).json()).toEqual({ pathname: '/v1/agents/' });
  expect(await (await get('/latest/agents/')).json()).toEqual({ pathname: '/latest/agents/' });
  expect((await get('/')).status).toBe(404);
  expect((await get('/v1/agents/', { origin: 'http://localhost:3000' })).status).toBe(403);
});

describe('the program', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function run(args: string[], settings: Record<string, string>): { child: ChildProcess; output: () => string } {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'main.ts', ...args], {
      cwd: import.meta.dirname,
      env: { NODE_ENV: 'production', PATH: process.env.PATH, LETTA_ADE_HOME: home, ...settings },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    return { child, output: () => text };
  }

  test.each<[args: string[], settings: Record<string, string>, sentence: string]>([
    [['--embedded-only'], { HOST: '0.0.0.0' }, 'Set LETTA_SERVER_PASSWORD to at least 12 characters'],
    [['--embedded-only'], { HOST: '::', ADE_PASSWORD: 'correct horse' }, 'Set LETTA_SERVER_PASSWORD'],
    [['--embedded-only'], { HOST: '::', LETTA_SERVER_PASSWORD: 'short' }, 'Set LETTA_SERVER_PASSWORD'],
    [[], { HOST: '' }, 'HOST cannot be used'],
    [[], { HOST: '0.0.0.0' }, 'Set ADE_PASSWORD to at least 12 characters'],
    [[], { HOST: '0.0.0.0', ADE_PASSWORD: 'short' }, 'ADE_PASSWORD cannot be used'],
    [['--dev'], { HOST: '::' }, 'HOST cannot be used'],
    [['--bogus'], {}, 'There is no option --bogus.'],
    [[], { PORT: 'x' }, 'PORT cannot be used'],
  ])('T1 %j with %j exits with 1 and one line', async (args, settings, sentence) => {
    const { child, output } = run(args, settings);
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(output()).toContain(sentence);
    expect(output().trim().split('\n')).toHaveLength(1);
  });

  test('T5 the embedded server starts with keys on stdin, keeps them to itself, and stops on SIGTERM', async () => {
    const free = await listen({ host: '127.0.0.1', port: 0, command: '' });
    await free.close();
    const { child, output } = run(['--embedded-only'], { PORT: String(free.port), ADE_SECRETS: 'stdin' });
    const secrets = { OPENAI_API_KEY: 'canary-on-stdin', LETTA_SERVER_PASSWORD: 'canary-on-stdin-too' };
    child.stdin?.end(`${JSON.stringify(secrets)}\n`);
    const [line] = await once(createInterface({ input: child.stdout! }), 'line');
    expect(line).toBe(`The embedded Letta server is ready at http://localhost:${free.port}`);
    const health = await fetch(`http://localhost:${free.port}/v1/health/`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    const second = run(['--embedded-only'], { PORT: '0' });
    await once(second.child, 'close');
    const third = run(['--embedded-only'], { PORT: String(free.port) });
    await once(third.child, 'close');
    expect(third.output()).toContain(`Another Letta ADE (process ${child.pid}) is using`);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(output()).not.toContain('canary-on-stdin');
    expect(await readdir(join(home, 'server'))).not.toContain('lock.pid');
  });
});

async function retryUntilListening<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
