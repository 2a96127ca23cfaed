import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHistoryStore } from '#server/history/history-store.ts';
import { startTestUpstream, type TestUpstream } from '#server/proxy/test-upstream.ts';
import type { ProbeTarget } from '#server/servers/probe-server.ts';
import { openSecretStore } from '#server/servers/secret-store.ts';
import { openServerStore } from '#server/servers/server-store.ts';
import { createServers, type ServerRecord } from '#server/servers/servers.ts';
import { openToolCasesStore } from '#server/tool-cases/tool-cases-store.ts';
import { createApi } from './api.ts';
import type { Backend } from './backend.ts';
import { createBackends } from './backends.ts';
import { createLog } from './log.ts';

const PRINT = Array.from({ length: 32 }, () => 'AB').join(':');
const CANARY = 'canary-key-7f3a91';
const lines: string[] = [];
const keep = (text: string) => void lines.push(text);
const log = createLog(keep, keep);

let upstream: TestUpstream;
let folder = '';
let probed: ProbeTarget[] = [];
let bodies: string[] = [];
let localUrl: string | undefined;
let app: Awaited<ReturnType<typeof openApi>>;

const embedded: Backend = {
  fetch: async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === '/v1/health/') return Response.json({ version: '0.16.8', status: 'ok' });
    if (pathname === '/v1/slow') return Response.json({ detail: 'too slow' }, { status: 408 });
    if (pathname === '/v1/crash') throw new Error(`crashed with ${CANARY}`);
    return Response.json({ pathname, search, method: request.method, body: await request.text() });
  },
  close: async () => undefined,
};

async function openApi() {
  const servers = createServers({
    store: await openServerStore(folder, log),
    secrets: await openSecretStore(folder, log),
    local: { current: () => localUrl, settled: async () => undefined },
    letta: { url: 'https://env.example.com', key: CANARY },
  });
  const backends = createBackends({ servers, embedded });
  const api = createApi({
    servers,
    embedded,
    backends,
    history: openHistoryStore(':memory:'),
    toolCases: await openToolCasesStore(folder, log),
    log,
    ownHosts: new Set(['localhost:3000']),
    readAbout: async () => ({
      version: '1',
      node: '24',
      home: '~/.letta-ade',
      python: null,
      sandbox: { kind: 'sandboxed', by: 'bubblewrap' },
    }),
    probe: async (target) => {
      probed.push(target);
      return { ok: false, reason: 'refused', message: 'Nobody there.', next: 'Start it.' };
    },
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const init = {
      method,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const response = await api.request(`http://localhost:3000${path}`, init);
    const text = await response.text();
    bodies.push(text, JSON.stringify([...response.headers]));
    const requestId = response.headers.get('x-request-id');
    return { status: response.status, json: text ? JSON.parse(text) : undefined, requestId };
  };
  return { call, close: backends.close };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ade-api-'));
  upstream = await startTestUpstream();
  localUrl = undefined;
  probed = [];
  bodies = [];
  lines.length = 0;
  app = await openApi();
});

afterEach(async () => {
  await app.close();
  await upstream.close();
  // The key went in by every road below; it must have come out by none.
  expect(bodies.join('\n')).not.toContain(CANARY);
  expect(lines.join('\n')).not.toContain(CANARY);
});

async function addServer(change: Record<string, unknown> = {}): Promise<ServerRecord> {
  const { status, json } = await app.call('POST', '/api/servers', { name: 'Mine', url: upstream.url, ...change });
  expect(status).toBe(201);
  return json;
}

describe('/api/servers', () => {
  test('lists what is always there', async () => {
    const { json } = await app.call('GET', '/api/servers');
    expect(json).toEqual([
      {
        id: 'embedded',
        name: 'Built-in server',
        url: '',
        kind: 'embedded',
        hasKey: false,
        keyHint: null,
        editable: false,
      },
      {
        id: 'env',
        name: 'env.example.com',
        url: 'https://env.example.com',
        kind: 'env',
        hasKey: true,
        keyHint: null,
        editable: false,
      },
    ]);
  });

  test('a local server is listed unless it is saved already', async () => {
    localUrl = 'http://localhost:8283';
    const ids = async () => (await app.call('GET', '/api/servers')).json.map((server: ServerRecord) => server.id);
    expect(await ids()).toEqual(['embedded', 'env', 'local']);
    const saved = await addServer({ url: 'http://127.0.0.1:8283' });
    expect(await ids()).toEqual(['embedded', 'env', saved.id]);
    expect((await app.call('GET', '/api/servers/local/status')).status).toBe(200);
  });

  test('add, edit and remove, across a restart', async () => {
    const added = await addServer({ name: '  Mine  ', url: `${upstream.url}/`, key: ` ${CANARY} ` });
    expect(added).toEqual({
      id: expect.stringMatching(/^srv-[0-9a-f]{8}$/),
      name: 'Mine',
      url: upstream.url,
      kind: 'saved',
      hasKey: true,
      keyHint: null,
      editable: true,
    });
    expect(JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')).secrets[added.id].key).toBe(CANARY);
    expect(await readFile(join(folder, 'servers.json'), 'utf8')).not.toContain(CANARY);
    app = await openApi();
    const edited = await app.call('PATCH', `/api/servers/${added.id}`, { name: 'Yours' });
    expect(edited.json).toEqual({ ...added, name: 'Yours' });
    expect((await app.call('DELETE', `/api/servers/${added.id}`)).status).toBe(204);
    expect((await app.call('GET', '/api/servers')).json).toHaveLength(2);
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain(CANARY);
  });

  test('a new origin clears the key, a new path does not, a new key goes to the new origin', async () => {
    const { id } = await addServer({ key: CANARY });
    const patch = async (change: unknown) => (await app.call('PATCH', `/api/servers/${id}`, change)).json;
    expect(await patch({ url: `${upstream.url}/prefix` })).toMatchObject({ hasKey: true });
    expect(await patch({ url: 'https://elsewhere.test' })).toMatchObject({ hasKey: false });
    expect(await patch({ url: upstream.url })).toMatchObject({ hasKey: false });
    expect(await patch({ url: 'https://elsewhere.test', key: CANARY })).toMatchObject({ hasKey: true });
    expect(await patch({ key: null })).toMatchObject({ hasKey: false });
  });

  test('T30 a key goes unencrypted to an address of others only when a person says so', async () => {
    const { id } = await addServer({ key: CANARY });
    const exposed = { name: 'Far', url: 'http://203.0.113.7:8283', key: CANARY };
    const ways = [
      ['POST', '/api/servers', { ...exposed, url: 'http://nowhere.invalid' }],
      ['POST', '/api/servers', exposed],
      ['PATCH', `/api/servers/${id}`, exposed],
      ['POST', '/api/servers/test', { ...exposed, name: undefined }],
    ] as const;
    for (const [method, path, body] of ways) {
      const { status, json } = await app.call(method, path, body);
      expect([path, status, json.error.field]).toEqual([path, 422, 'plainHttp']);
      expect(json.error.message).toMatch(/^http:\/\/\S+ is not encrypted/);
    }
    expect(probed).toHaveLength(0);
    expect((await app.call('GET', '/api/servers')).json).toHaveLength(3);
    const keyless = { ...exposed, key: undefined };
    expect((await app.call('POST', '/api/servers/test', { ...keyless, name: undefined })).status).toBe(200);
    expect((await app.call('POST', '/api/servers/test', { ...exposed, plainHttp: true })).status).toBe(200);
    expect(probed.map(({ key }) => key)).toEqual([undefined, CANARY]);
    const added = await app.call('POST', '/api/servers', { ...exposed, plainHttp: true });
    expect(added.json).toMatchObject({ hasKey: true });
    expect(added.json).not.toHaveProperty('plainHttp');
    expect((await app.call('PATCH', `/api/servers/${added.json.id}`, { name: 'Same', url: exposed.url })).status).toBe(
      200,
    );
  });

  test('project, acting user, header and colour of a connection, and its certificate until the origin changes', async () => {
    const details = { project: 'p', actingUser: 'user-1', keyHeader: 'password', color: 'red', certificate: PRINT };
    const { id } = await addServer({ key: CANARY, ...details });
    const patch = async (change: unknown) => (await app.call('PATCH', `/api/servers/${id}`, change)).json;
    expect(await patch({ name: 'Same' })).toMatchObject(details);
    expect(await patch({ url: `${upstream.url}/prefix`, project: '' })).not.toHaveProperty('project');
    expect((await app.call('GET', '/api/servers')).json[2]).toMatchObject({ certificate: PRINT, color: 'red' });
    await app.call('GET', `/api/servers/${id}/status`);
    expect(probed.at(-1)).toMatchObject({
      key: CANARY,
      actingUser: 'user-1',
      keyHeader: 'password',
      certificate: PRINT,
    });
    expect(await patch({ url: 'https://elsewhere.test' })).not.toHaveProperty('certificate');
    expect(await patch({ url: 'https://third.test', certificate: PRINT })).toHaveProperty('certificate');
    expect(await patch({ certificate: null })).not.toHaveProperty('certificate');
  });

  test('the proxy sends what the connection says', async () => {
    const { id } = await addServer({ key: CANARY, keyHeader: 'password', project: 'p', actingUser: 'user-1' });
    await app.call('GET', `/api/servers/${id}/v1/agents/`);
    expect(upstream.requests[0]?.headers).toMatchObject({
      'x-bare-password': `password ${CANARY}`,
      'x-project': 'p',
      user_id: 'user-1',
    });
    await app.call('PATCH', `/api/servers/${id}`, { keyHeader: null, project: null });
    await app.call('GET', `/api/servers/${id}/v1/agents/`);
    expect(upstream.requests[1]?.headers).toMatchObject({ authorization: `Bearer ${CANARY}`, user_id: 'user-1' });
    expect(upstream.requests[1]?.headers).not.toHaveProperty('x-project');
  });

  test.each([
    ['{', 400, undefined],
    ['', 400, undefined],
    ['[]', 422, undefined],
    [{ url: 'http://a' }, 422, 'name'],
    [{ name: '', url: 'http://a' }, 422, 'name'],
    [{ name: 'x'.repeat(81), url: 'http://a' }, 422, 'name'],
    [{ name: 'a' }, 422, 'url'],
    [{ name: 'a', url: 'localhost:8283' }, 422, 'url'],
    [{ name: 'a', url: 'http://169.254.169.254' }, 422, 'url'],
    [{ name: 'a', url: 'http://localhost:3000' }, 422, 'url'],
    [{ name: 'a', url: 'http://a', key: 'ключ' }, 422, 'key'],
    [{ name: 'a', url: 'http://a', key: 'a\nb' }, 422, 'key'],
    [{ name: 'a', url: 'http://a', project: 'a\nb' }, 422, 'project'],
    [{ name: 'a', url: 'http://a', actingUser: 'ж' }, 422, 'actingUser'],
    [{ name: 'a', url: 'http://a', certificate: 'AB:CD' }, 422, 'certificate'],
    [{ name: 'a', url: 'http://a', color: 'url(x)' }, 422, 'color'],
    ['x'.repeat(70_000), 413, undefined],
  ])('adding %j → %i', async (body, status, field) => {
    const answer = await app.call('POST', '/api/servers', body);
    expect(answer.status).toBe(status);
    const { error } = answer.json;
    expect(error.message).toMatch(/[.]$/);
    expect(error.next).toMatch(/[.?]$/);
    expect(error.field).toBe(field);
  });

  test('a typo comes with its suggestion', async () => {
    const { json } = await app.call('POST', '/api/servers', { name: 'a', url: 'localhost:8283' });
    expect(json.error).toMatchObject({
      suggestion: 'http://localhost:8283',
      next: 'Did you mean http://localhost:8283?',
    });
  });

  test.each(['embedded', 'env', 'local'])('%s can be neither changed nor removed', async (id) => {
    localUrl = 'http://localhost:8283';
    for (const method of ['PATCH', 'DELETE']) {
      const { status, json } = await app.call(method, `/api/servers/${id}`, { name: 'x' });
      expect(status).toBe(409);
      expect(json.error).toMatchObject({ message: expect.stringMatching(/\.$/), next: expect.stringMatching(/\.$/) });
    }
  });

  test('an unknown server is a 404 with a sentence', async () => {
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/status'],
      ['GET', '/v1/agents/'],
    ]) {
      const { status, json } = await app.call(
        method ?? '',
        `/api/servers/srv-00000000${path}`,
        method === 'PATCH' ? {} : undefined,
      );
      expect(status).toBe(404);
      expect(json.error.message).toBe('There is no server with this id any more.');
    }
  });
});

describe('testing a connection', () => {
  test('with the key that was typed', async () => {
    const { json } = await app.call('POST', '/api/servers/test', { url: upstream.url, key: CANARY });
    expect(json).toEqual({ ok: false, reason: 'refused', message: 'Nobody there.', next: 'Start it.' });
    expect(probed).toEqual([{ url: upstream.url, key: CANARY }]);
  });

  test('with the stored key only for its own origin', async () => {
    const { id } = await addServer({ key: CANARY });
    await app.call('POST', '/api/servers/test', { url: `${upstream.url}/prefix`, id });
    await app.call('POST', '/api/servers/test', { url: 'http://attacker.test', id });
    await app.call('POST', '/api/servers/test', { url: upstream.url, id: 'srv-00000000' });
    await app.call('POST', '/api/servers/test', { url: 'https://attacker.test', id: 'env' });
    expect(probed.map(({ key }) => key)).toEqual([CANARY, undefined, undefined, undefined]);
  });

  test('the status of a saved server uses its key, the embedded one answers itself', async () => {
    const { id } = await addServer({ key: CANARY });
    await app.call('GET', `/api/servers/${id}/status`);
    expect(probed).toEqual([{ url: upstream.url, key: CANARY }]);
    const { json } = await app.call('GET', '/api/servers/embedded/status');
    expect(json).toMatchObject({ ok: true, version: '0.16.8', secure: true });
  });
});

describe('a server’s own API', () => {
  test('the embedded server gets the path from /v1 on', async () => {
    const { json } = await app.call('POST', '/api/servers/embedded/v1/agents/?a=1&b=%20', { name: 'x' });
    expect(json).toEqual({ pathname: '/v1/agents/', search: '?a=1&b=%20', method: 'POST', body: '{"name":"x"}' });
  });

  test('a 408 never reaches a browser, which would send the request again by itself', async () => {
    const { status, json } = await app.call('POST', '/api/servers/embedded/v1/slow');
    expect([status, json]).toEqual([504, { detail: 'too slow' }]);
  });

  test('a saved server is called with its own key, an edited one with the new address', async () => {
    const { id } = await addServer({ key: CANARY });
    await app.call('GET', `/api/servers/${id}/v1/agents/?limit=5`);
    await app.call('PATCH', `/api/servers/${id}`, { url: `${upstream.url}/prefix`, key: null });
    await app.call('GET', `/api/servers/${id}/v1/agents/?limit=5`);
    expect(upstream.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/v1/agents/?limit=5', `Bearer ${CANARY}`],
      ['/prefix/v1/agents/?limit=5', undefined],
    ]);
  });

  test('keys of two servers are never swapped', async () => {
    const one = await addServer({ key: 'key-of-one' });
    const two = await addServer({ url: upstream.url.replace('127.0.0.1', 'localhost'), key: 'key-of-two' });
    const calls = Array.from({ length: 100 }, (_, index) => {
      const { id } = index % 2 === 0 ? one : two;
      return app.call('GET', `/api/servers/${id}/v1/agents/?of=${index % 2 === 0 ? 'one' : 'two'}`);
    });
    await Promise.all(calls);
    expect(upstream.requests).toHaveLength(100);
    for (const { url, headers } of upstream.requests) {
      expect(headers.authorization).toBe(`Bearer key-of-${url.endsWith('one') ? 'one' : 'two'}`);
    }
  });

  test('a removed server is gone at once', async () => {
    const { id } = await addServer();
    expect((await app.call('GET', `/api/servers/${id}/v1/agents/`)).status).toBe(200);
    await app.call('DELETE', `/api/servers/${id}`);
    expect((await app.call('GET', `/api/servers/${id}/v1/agents/`)).status).toBe(404);
  });
});

describe('everything else', () => {
  test('/api/about', async () => {
    const { json } = await app.call('GET', '/api/about');
    expect(json).toEqual({
      version: '1',
      node: '24',
      home: '~/.letta-ade',
      python: null,
      sandbox: { kind: 'sandboxed', by: 'bubblewrap' },
    });
  });

  test.each(['/api', '/api/nothing', '/api/servers/embedded/v2/x'])('%s → 404', async (path) => {
    const { status, json } = await app.call('GET', path);
    expect(status).toBe(404);
    expect(json.error).toMatchObject({ message: expect.any(String), next: expect.any(String) });
  });

  test('a crash is a 500 without its words, logged with its keys hidden', async () => {
    const { id } = await addServer({ key: CANARY });
    expect(id).toBeDefined();
    const { status, json, requestId } = await app.call('GET', '/api/servers/embedded/v1/crash');
    expect(status).toBe(500);
    expect(lines.join('')).toContain(`(request ${requestId})`);
    expect(JSON.stringify(json)).not.toContain('crashed');
    expect(lines.join('')).toContain('crashed with [hidden]');
  });
});
