import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { readdressRequest } from './readdress-request.ts';
import { serveFetch } from './serve-fetch.ts';

const lines: string[] = [];
const keep = (text: string) => void lines.push(text);
const log = createLog(keep, keep);
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
  lines.length = 0;
});

async function serve(handler: (request: Request) => Response | Promise<Response>): Promise<number> {
  const server = createServer(serveFetch(handler, log)).listen(0, '127.0.0.1');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('method, path, query, headers and body arrive, status, headers and body come back', async () => {
  const port = await serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    const seen = { method: request.method, pathname, search, custom: request.headers.get('x-custom') };
    return Response.json({ ...seen, body: await request.text() }, { status: 201, headers: { 'x-answer': 'yes' } });
  });
  const response = await fetch(`http://127.0.0.1:${port}/a%20b?c=d`, {
    method: 'PUT',
    body: 'größer',
    headers: { 'x-custom': 'one' },
  });
  expect([response.status, response.headers.get('x-answer')]).toEqual([201, 'yes']);
  const body = { method: 'PUT', pathname: '/a%20b', search: '?c=d', custom: 'one', body: 'größer' };
  expect(await response.json()).toEqual(body);
});

test('every chunk goes out as it comes', async () => {
  const source = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const port = await serve(() => new Response(new ReadableStream({ start: source.resolve })));
  const response = await fetch(`http://127.0.0.1:${port}/`);
  const controller = await source.promise;
  const reader = response.body!.getReader();
  for (const text of ['one', 'two', 'three']) {
    controller.enqueue(bytes(text));
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(text);
  }
  controller.close();
  expect((await reader.read()).done).toBe(true);
});

test('a client that leaves aborts the signal and cancels the body, also after garbage was collected', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const aborted = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<void>();
  const port = await serve((request) => {
    const copy = readdressRequest(request, new URL('http://localhost/v1/x'));
    copy.signal.addEventListener('abort', () => aborted.resolve());
    const start = (controller: ReadableStreamDefaultController) => controller.enqueue(bytes('x'));
    return new Response(new ReadableStream({ start, cancel: () => cancelled.resolve() }));
  });
  const call = httpRequest({ port, method: 'POST' });
  call.on('error', () => undefined).end();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  await once(answer, 'data');
  for (let round = 0; round < 10; round += 1) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  call.destroy();
  await Promise.all([aborted.promise, cancelled.promise]);
  expect(lines).toEqual([]);
});

test('a body that fails closes the connection abnormally', async () => {
  const port = await serve(() => {
    const pull = (controller: ReadableStreamDefaultController) =>
      controller.error(new Error('upstream said sk-secret123'));
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
  });
  const response = await fetch(`http://127.0.0.1:${port}/`);
  await expect(response.text()).rejects.toThrow();
  expect(lines.join('')).toContain('broke off');
  expect(lines.join('')).not.toContain('sk-secret123');
});

test('a refusal is read although the body was not, and the connection can be used again', async () => {
  const port = await serve((request) => new Response(null, { status: request.method === 'POST' ? 413 : 204 }));
  const socket = connect(port, '127.0.0.1');
  const half = Buffer.alloc(2 * 1024 * 1024);
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${2 * half.length}\r\n\r\n`);
  socket.write(half);
  const [refusal] = await once(socket, 'data');
  expect(String(refusal)).toMatch(/^HTTP\/1\.1 413/);
  socket.write(half);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 204/);
  socket.destroy();
});

test('a sender that breaks off fails the body, not the process', async () => {
  const called = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<unknown>();
  const port = await serve(async (request) => {
    called.resolve();
    if (request.body) await request.text().catch(failed.resolve);
    return new Response('ok');
  });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
  await called.promise;
  socket.resetAndDestroy();
  expect(await failed.promise).toBeInstanceOf(Error);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});

test('a slow reader slows the source down', async () => {
  let sent = 0;
  const chunk = new Uint8Array(64 * 1024);
  const paused = Promise.withResolvers<void>();
  const port = await serve(() => {
    const pull = (controller: ReadableStreamDefaultController) => {
      sent += 1;
      controller.enqueue(chunk);
      clearTimeout(quiet);
      quiet = setTimeout(paused.resolve, 100);
    };
    let quiet = setTimeout(paused.resolve, 1_000);
    return new Response(new ReadableStream({ pull }));
  });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await paused.promise;
  expect(sent * chunk.length).toBeLessThan(64 * 1024 * 1024);
  socket.destroy();
});

test('a handler that throws closes the connection and is logged', async () => {
  const port = await serve(() => Promise.reject(new Error('Bearer abcdef')));
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  expect(lines.join('')).toContain('Bearer [hidden]');
});
