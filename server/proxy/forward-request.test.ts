import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '#server/log.ts';
import { registerSecret } from '#server/redact.ts';
import { serveFetch } from '#server/serve-fetch.ts';
import { createProxyBackend, type ProxyOptions } from './forward-request.ts';
import { startTestUpstream, type TestUpstream } from './test-upstream.ts';

let upstream: TestUpstream;
const silent = createLog(
  () => undefined,
  () => undefined,
);
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  upstream = await startTestUpstream();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await upstream.close();
});

function open(options: Partial<ProxyOptions> = {}) {
  const backend = createProxyBackend({ url: upstream.url, getAccess: () => ({}), ...options });
  closing.push(backend.close);
  const call = (path: string, init?: RequestInit) => backend.fetch(new Request(`http://localhost:3000${path}`, init));
  return { backend, call };
}

const errorOf = async (response: Response) => ((await response.json()) as { error: Record<string, unknown> }).error;

describe('the request', () => {
  test('its headers are made from scratch', async () => {
    const { call } = open({ getAccess: () => ({ key: 'the-key' }) });
    await call('/v1/agents/?limit=1&name=a%20b', {
      headers: {
        accept: 'text/event-stream',
        authorization: 'Bearer of-the-browser',
        cookie: 'a=b',
        origin: 'http://localhost:3000',
        referer: 'http://localhost:3000/servers',
        'sec-fetch-site': 'same-origin',
        'x-ade': '1',
        'x-forwarded-for': '1.2.3.4',
        'accept-encoding': 'gzip',
        'x-evil': '1',
        'if-match': '"etag"',
        user_id: 'user-1',
        'x-project': 'p',
      },
    });
    const [{ url, headers }] = upstream.requests as [TestUpstream['requests'][0]];
    expect(url).toBe('/v1/agents/?limit=1&name=a%20b');
    expect(headers).toEqual({
      host: `127.0.0.1:${upstream.port}`,
      connection: 'keep-alive',
      accept: 'text/event-stream',
      'accept-encoding': 'identity',
      authorization: 'Bearer the-key',
      'user-agent': 'letta-ade',
      'x-stainless-package-version': '1.12.1',
      'if-match': '"etag"',
    });
  });

  test.each([
    [{ key: 'k' }, { authorization: 'Bearer k' }],
    [{ key: 'k', keyHeader: 'password' as const }, { 'x-bare-password': 'password k' }],
    [{ keyHeader: 'password' as const }, {}],
    [
      { project: 'p', actingUser: 'user-1' },
      { 'x-project': 'p', user_id: 'user-1' },
    ],
  ])('what the connection adds: %j', async (access, expected) => {
    const ofBrowser = { user_id: 'user-2', 'x-project': 'q', 'x-project-id': 'q', 'x-bare-password': 'password x' };
    await open({ getAccess: () => access }).call('/v1/agents/', { headers: ofBrowser });
    const named = ['authorization', 'x-bare-password', 'x-project', 'x-project-id', 'user_id'];
    const sent = Object.entries(upstream.requests[0]?.headers ?? {}).filter(([name]) => named.includes(name));
    expect(Object.fromEntries(sent)).toEqual(expected);
  });

  test('without a key there is no authorization; a path prefix stays in front', async () => {
    const { call } = open({ url: `${upstream.url}/letta` });
    await call('/v1/health/');
    expect(upstream.requests[0]?.url).toBe('/letta/v1/health/');
    expect(upstream.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('a JSON body arrives whole, once, with its length', async () => {
    const body = JSON.stringify({ text: 'größer 🙂' });
    const response = await open().call('/v1/agents/', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(200);
    expect(upstream.requests).toHaveLength(1);
    expect(upstream.requests[0]).toMatchObject({ method: 'POST', body });
    expect(upstream.requests[0]?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  test('an upload is streamed with its boundary', async () => {
    const form = new FormData();
    form.set('file', new File(['content'], 'a.txt'));
    await open().call('/v1/folders/source-1/upload', { method: 'POST', body: form });
    expect(upstream.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(upstream.requests[0]?.body).toContain('content');
  });

  test.each([
    '/v1',
    '/v2/agents',
    '/latest/agents/',
    '/v1/../admin',
    '/v1/agents/..%2f..%2fadmin',
    '/v1/agents/%2e%2e/%2e%2e/admin',
    '/v1/agents/a%5cb',
    '/v1/agents/a%0d%0aX-Evil:1',
    '/openapi.json',
  ])('%s is not sent on', async (path) => {
    const response = await open().call(path);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ type: 'invalid_path', next: expect.any(String) });
    expect(upstream.requests).toHaveLength(0);
  });

  test('a key no header can carry is an error, not a crash', async () => {
    const response = await open({ getAccess: () => ({ key: 'schlüssel-ключ' }) }).call('/v1/agents/');
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ type: 'invalid_key' });
  });

  test.each([
    ['application/json', '25 MB', 26],
    ['multipart/form-data; boundary=x', '200 MB', 201],
  ])('a body of %s above %s is refused by its stated length', async (type, limit, megabytes) => {
    const headers = { 'content-type': type, 'content-length': String(megabytes * 1024 * 1024) };
    const response = await open().call('/v1/agents/import', { method: 'POST', body: 'x', headers });
    expect(response.status).toBe(413);
    expect((await errorOf(response)).message).toContain(limit);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a chunked JSON body above the limit is refused and never sent', async () => {
    const megabyte = new Uint8Array(1024 * 1024);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(megabyte);
      },
    });
    const headers = { 'content-type': 'application/json' };
    const response = await open().call('/v1/agents/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(30);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a sender that breaks off leaves no half call behind', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('gone')),
    });
    const headers = { 'content-type': 'application/json' };
    const response = await open().call('/v1/agents/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
    expect(await errorOf(response)).toMatchObject({ type: 'body_incomplete' });
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('the answer', () => {
  test('only a few headers pass, and the type is ours', async () => {
    upstream.answer((_, outgoing) => {
      outgoing.writeHead(201, {
        'content-type': 'application/json; charset=latin1',
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        'content-security-policy': 'default-src *',
        'clear-site-data': '"*"',
        link: '<x>; rel=preload',
        refresh: '0; url=http://evil.test',
        'service-worker-allowed': '/',
        server: 'uvicorn',
        etag: '"1"',
        'x-request-id': 'r',
        'retry-after': '86400',
      });
      outgoing.end('{"ok":true}');
    });
    const response = await open().call('/v1/agents/');
    expect(response.status).toBe(201);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json',
      etag: '"1"',
      'x-request-id': 'r',
      'retry-after': '60',
    });
    expect(await response.json()).toEqual({ ok: true });
  });

  test.each([
    ['5', '5'],
    ['0', '0'],
    ['-1', null],
    ['junk', null],
    ['9e9', null],
    [new Date(Date.now() + 3_600_000).toUTCString(), '60'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', null],
  ])('Retry-After %s → %s', async (given, passed) => {
    upstream.answer((_, outgoing) => {
      outgoing.writeHead(429, { 'content-type': 'application/json', 'retry-after': given }).end('{}');
    });
    const response = await open().call('/v1/agents/');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe(passed);
  });

  test.each([200, 401, 500, 502])('a web page with status %i is an error of ours', async (status) => {
    registerSecret('canary-in-a-title');
    upstream.answer((_, outgoing) => {
      const page = `<html><head><title>Log in\n canary-in-a-title </title></head><script>evil()</script>${'x'.repeat(1e6)}`;
      outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    });
    const response = await open().call('/v1/agents/', { method: 'POST', body: '{}' });
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await errorOf(response)).toEqual({
      type: 'upstream_not_letta',
      message: `The server answered with a web page, not Letta data (HTTP ${status}).`,
      next: expect.stringContaining('Check the address'),
      status,
      excerpt: 'Log in [hidden]',
    });
    expect(upstream.requests).toHaveLength(1);
  });

  test.each([
    [{ 'content-type': 'image/svg+xml' }, 'image/svg+xml'],
    [{}, 'data of no stated type'],
    [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, 'compressed data'],
  ])('%j is refused as %s', async (headers, kind) => {
    upstream.answer((_, outgoing) => outgoing.writeHead(200, headers).end('<svg onload=evil()>'));
    const response = await open().call('/v1/agents/');
    expect(response.status).toBe(502);
    expect((await errorOf(response)).message).toContain(kind);
  });

  test('an empty answer passes without a type', async () => {
    upstream.answer((_, outgoing) => outgoing.writeHead(204).end());
    const response = await open().call('/v1/agents/agent-1', { method: 'DELETE' });
    expect(response.status).toBe(204);
    expect(response.body).toBeNull();
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%i) is named and never followed', async (status) => {
    upstream.answer((_, outgoing) => {
      outgoing.writeHead(status, { location: 'http://user:pass@evil.test/v1/x?token=1' }).end();
    });
    const response = await open({ getAccess: () => ({ key: 'the-key' }) }).call('/v1/agents/');
    expect(response.status).toBe(502);
    const error = await errorOf(response);
    expect(error).toMatchObject({ type: 'upstream_redirect', status });
    expect(error.message).toBe('The server tried to redirect to http://evil.test/v1/x; redirects are never followed.');
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('a server that cannot be reached', () => {
  const listenTcp = async (onSocket: (socket: import('node:net').Socket) => void) => {
    const server = createTcpServer(onSocket).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(async () => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('refused, with host and port', async () => {
    const url = upstream.url;
    const { call } = open({ url: url.replace(/\d+$/, '1') });
    const error = await errorOf(await call('/v1/agents/'));
    expect(error).toMatchObject({ type: 'upstream_unreachable', reason: 'refused' });
    expect(error.message).toContain('127.0.0.1:1');
  });

  test('a name that does not exist', async () => {
    const error = await errorOf(await open({ url: 'http://no-such-host.invalid:8283' }).call('/v1/agents/'));
    expect(error).toMatchObject({ type: 'upstream_unreachable', reason: 'dns' });
    expect(error.message).toContain('no-such-host.invalid');
  });

  test('a blocked address is not called', async () => {
    const error = await errorOf(await open({ url: 'http://169.254.169.254' }).call('/v1/agents/'));
    expect(error).toMatchObject({ reason: 'blocked' });
  });

  test('a connection that is reset', async () => {
    const url = await listenTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const error = await errorOf(await open({ url }).call('/v1/agents/', { method: 'POST', body: '{}' }));
    expect(error).toMatchObject({ type: 'upstream_unreachable', reason: 'reset' });
  });

  test('no TLS on the other side', async () => {
    const { call } = open({ url: upstream.url.replace('http:', 'https:') });
    expect(await errorOf(await call('/v1/agents/'))).toMatchObject({
      reason: 'tls',
      next: expect.stringContaining('http://'),
    });
  });

  test('no first byte in time, for a read and for a write', async () => {
    upstream.answer(() => undefined);
    const { call } = open({ firstByteMs: { get: 20, other: 40 } });
    expect(await errorOf(await call('/v1/agents/'))).toMatchObject({ reason: 'timeout' });
    expect(await errorOf(await call('/v1/agents/', { method: 'POST', body: '{}' }))).toMatchObject({
      reason: 'timeout',
    });
    expect(upstream.requests).toHaveLength(2);
  });
});

describe('event streams', () => {
  /** Opens a stream whose frames the test writes itself. */
  async function openStream(options: Partial<ProxyOptions> = {}, init: RequestInit = {}) {
    const arrivals = new EventEmitter();
    upstream.answer((_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      outgoing.flushHeaders();
      arrivals.emit('open', outgoing);
    });
    const opened = once(arrivals, 'open') as Promise<[ServerResponse]>;
    const body = JSON.stringify({ streaming: true });
    const response = await open(options).call('/v1/agents/a/messages', { method: 'POST', body, ...init });
    const [source] = await opened;
    const reader = response.body!.getReader();
    const read = async () => {
      const { value, done } = await reader.read();
      return done ? null : Buffer.from(value!).toString();
    };
    return { response, source, reader, read };
  }

  test('every chunk passes as it came', async () => {
    const { response, source, read } = await openStream();
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    for (const chunk of ['data: {"a":1}\n\n', 'data: {"par', 'tial":2}\n', '\n', 'event: x\r\ndata: y\r\n\r\n']) {
      source.write(chunk);
      expect(await read()).toBe(chunk);
    }
    source.end('data: [DONE]\n\n');
    expect(await read()).toBe('data: [DONE]\n\n');
    expect(await read()).toBeNull();
  });

  test('silence brings a comment', async () => {
    const { source, read } = await openStream({ pingAfterMs: 10 });
    expect(await read()).toBe(': ping\n\n');
    source.write('data: 1\n\n');
    let next = await read();
    while (next === ': ping\n\n') next = await read();
    expect(next).toBe('data: 1\n\n');
  });

  test('a server that dies in mid-stream fails the stream', async () => {
    const { source, read } = await openStream();
    source.write('data: 1\n\n');
    await read();
    source.socket?.resetAndDestroy();
    await expect(read()).rejects.toThrow();
  });

  test('a reader that leaves ends the reading', async () => {
    const { source, reader, read } = await openStream();
    source.write('data: 1\n\n');
    await read();
    const closed = once(source, 'close');
    await reader.cancel();
    await closed;
    expect(upstream.requests).toHaveLength(1);
  });

  test('an aborted request ends the reading', async () => {
    const controller = new AbortController();
    const { source, read } = await openStream({}, { signal: controller.signal });
    const closed = once(source, 'close');
    controller.abort();
    await closed;
    await expect(read()).rejects.toThrow();
  });

  test('a write whose client left before the answer is still carried to its end', async () => {
    const controller = new AbortController();
    const arrivals = new EventEmitter();
    upstream.answer((_, outgoing) => arrivals.emit('open', outgoing));
    const opened = once(arrivals, 'open') as Promise<[ServerResponse]>;
    const answer = open().call('/v1/agents/', { method: 'POST', body: '{}', signal: controller.signal });
    const [source] = await opened;
    controller.abort();
    let closed = false;
    source.on('close', () => {
      closed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(false);
    source.writeHead(201, { 'content-type': 'application/json' }).end('{}');
    expect((await answer).status).toBe(499);
  });

  test('a read whose client left is given up', async () => {
    const controller = new AbortController();
    const arrivals = new EventEmitter();
    upstream.answer((_, outgoing) => arrivals.emit('open', outgoing));
    const opened = once(arrivals, 'open') as Promise<[ServerResponse]>;
    const answer = open().call('/v1/agents/', { signal: controller.signal });
    const [source] = await opened;
    const closed = once(source, 'close');
    controller.abort();
    await closed;
    expect((await answer).status).toBe(499);
  });

  test('through a real server: a reset upstream is an abnormal close, and the process lives', async () => {
    const { backend } = open();
    const front = createServer(serveFetch((request) => backend.fetch(request), silent));
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    closing.push(async () => front.close());
    const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}/v1/agents/a/messages`;
    const arrivals = new EventEmitter();
    upstream.answer((_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write('data: 1\n\n');
      arrivals.emit('open', outgoing);
    });
    const opened = once(arrivals, 'open') as Promise<[ServerResponse]>;
    const response = await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    const [source] = await opened;
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('data: 1\n\n');
    source.socket?.resetAndDestroy();
    await expect(reader.read()).rejects.toThrow();
    upstream.answer((_, outgoing) => outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    expect((await fetch(url.replace('/messages', ''))).status).toBe(200);
  });

  test('through a real server: a client that leaves closes the upstream', async () => {
    const { backend } = open();
    const front = createServer(serveFetch((request) => backend.fetch(request), silent));
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    closing.push(async () => front.close());
    const arrivals = new EventEmitter();
    upstream.answer((_, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write('data: 1\n\n');
      arrivals.emit('open', outgoing);
    });
    const opened = once(arrivals, 'open') as Promise<[ServerResponse]>;
    const controller = new AbortController();
    const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}/v1/agents/a/messages`;
    await fetch(url, { method: 'POST', body: '{}', signal: controller.signal });
    const [source] = await opened;
    const closed = once(source, 'close');
    controller.abort();
    await closed;
  });
});
