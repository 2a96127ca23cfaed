import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestUpstream, type TestUpstream } from '#server/proxy/test-upstream.ts';
import { findLocalServer } from './find-local-server.ts';
import { type ProbeResult, probeServer } from './probe-server.ts';

let upstream: TestUpstream;
beforeEach(async () => {
  upstream = await startTestUpstream();
});
afterEach(() => upstream.close());

/** Answers as a Letta server with or without a password. */
function playLetta(password?: string): void {
  upstream.answer((incoming, outgoing) => {
    const isAllowed = !password || incoming.headers.authorization === `Bearer ${password}`;
    const isHealth = incoming.url === '/v1/health/';
    outgoing.writeHead(isHealth || isAllowed ? 200 : 401, { 'content-type': 'application/json' });
    if (isHealth) outgoing.end('{"version":"0.16.7","status":"ok"}');
    else outgoing.end(isAllowed ? '[]' : '{"detail":"Unauthorized"}');
  });
}

const probe = (key?: string, url = upstream.url) => probeServer({ url, key, timeoutMs: 500 });

describe('probeServer', () => {
  test('a certificate that nobody signed is refused, with what to do', async () => {
    const folder = new URL('../proxy/test-certificate/', import.meta.url);
    const [key, cert] = await Promise.all(
      ['key.pem', 'certificate.pem'].map((name) => readFile(new URL(name, folder))),
    );
    const server = createServer({ key, cert }, (_incoming, outgoing) => outgoing.end('{}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const result = await probe(undefined, `https://localhost:${port}`);
    server.close();
    expect(result).toMatchObject({ ok: false, reason: 'tls', next: expect.stringMatching(/certificate/i) });
  });

  test('a Letta without a password', async () => {
    playLetta();
    const result = await probe();
    expect(result).toMatchObject({ ok: true, version: '0.16.7', secure: false });
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/v1/health/', '/v1/agents/?limit=1']);
    expect(upstream.requests[1]?.headers['x-stainless-package-version']).toBe('1.12.1');
  });

  test('T30 where it led, and who vouches for it', async () => {
    playLetta();
    expect(await probe()).toMatchObject({ reached: { address: '127.0.0.1', isPrivate: true, issuer: null } });
  });

  test('a Letta with a password: right, wrong, none', async () => {
    playLetta('pw');
    expect(await probe('pw')).toMatchObject({ ok: true, secure: true });
    expect(await probe('wrong')).toMatchObject({
      ok: false,
      reason: 'wrong-key',
      message: /does not accept the key/,
    });
    expect(await probe()).toMatchObject({ ok: false, reason: 'no-key', message: /asks for a key/ });
  });

  test('a key that is not needed is told', async () => {
    playLetta();
    expect(await probe('any')).toMatchObject({ ok: true, secure: false });
  });

  test.each([
    [200, { 'content-type': 'text/html' }, '<html>', 'web-page', /web page/],
    [502, { 'content-type': 'text/html' }, '<html>', 'proxy-error', /web page.*502/],
    [200, { 'content-type': 'application/json' }, '{"status":"ok"}', 'not-letta', /no Letta server/],
    [200, { 'content-type': 'application/json' }, 'x'.repeat(200_000), 'not-letta', /no Letta server/],
    [404, { 'content-type': 'application/json' }, '{"detail":"Not Found"}', 'not-letta', /404/],
    [503, { 'content-type': 'application/json' }, '{}', 'server-error', /503/],
    [302, { location: 'https://login.test/x?secret=1' }, '', 'redirect', /https:\/\/login\.test\/x;/],
    [401, { 'content-type': 'application/json' }, '{}', 'no-key', /asks for a key/],
  ])('%i %j → %s', async (status, headers, body, reason, message) => {
    upstream.answer((_, outgoing) => outgoing.writeHead(status, headers).end(body));
    const result = await probe();
    expect(result).toMatchObject({ ok: false, reason, message, next: expect.stringMatching(/\.$/) });
  });

  test('the right path is named, as the doctor does', async () => {
    playLetta();
    const result = await probe(undefined, `${upstream.url}/letta`);
    expect(result).toMatchObject({ ok: false, reason: 'wrong-path', next: `Enter ${upstream.url}.` });
  });

  test.each([
    [{ 'content-type': 'text/html' }, 200, 'web-page'],
    [{ location: 'https://login.test/' }, 302, 'redirect'],
    [{ 'content-type': 'application/json' }, 500, 'server-error'],
  ])('a health report with %j before the rest is no Letta', async (headers, status, reason) => {
    upstream.answer((incoming, outgoing) =>
      incoming.url === '/v1/health/'
        ? outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"version":"0.16.7"}')
        : outgoing.writeHead(status, headers).end(),
    );
    expect(await probe('any')).toMatchObject({ ok: false, reason });
  });

  test('nobody there, no such name, no answer, blocked, a key no header can carry', async () => {
    expect(await probe(undefined, 'http://127.0.0.1:1')).toMatchObject({
      reason: 'refused',
      message: /127\.0\.0\.1:1/,
    });
    expect(await probe(undefined, 'http://no-such-host.invalid')).toMatchObject({ reason: 'dns' });
    expect(await probe(undefined, 'http://169.254.169.254')).toMatchObject({ reason: 'blocked' });
    expect(await probe('ключ')).toMatchObject({ reason: 'key' });
    upstream.answer(() => undefined);
    expect(await probeServer({ url: upstream.url, key: undefined, timeoutMs: 30 })).toMatchObject({
      reason: 'timeout',
    });
  });
});

describe('findLocalServer', () => {
  const letta: ProbeResult = { ok: true, version: '1', latencyMs: 1, secure: false };
  const nobody: ProbeResult = { ok: false, reason: 'refused', message: '', next: '' };

  test('answers at once, looks again after 5 s, and prefers the name', async () => {
    let now = 0;
    let result: ProbeResult = nobody;
    let looks = 0;
    const finder = findLocalServer({
      candidates: ['http://localhost:8283', 'http://127.0.0.1:8283'],
      now: () => now,
      probe: async () => {
        looks += 1;
        return result;
      },
    });
    expect(finder.current()).toBeUndefined();
    await finder.settled();
    expect(looks).toBe(2);
    result = letta;
    now = 4_999;
    expect(finder.current()).toBeUndefined();
    expect(looks).toBe(2);
    now = 5_000;
    expect(finder.current()).toBeUndefined();
    await finder.settled();
    expect(finder.current()).toBe('http://localhost:8283');
  });

  test('one with a password counts, one that only listens does not', async () => {
    playLetta('pw');
    const secured = findLocalServer({ candidates: [upstream.url] });
    await secured.settled();
    expect(secured.current()).toBe(upstream.url);
    upstream.answer((_, outgoing) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    const other = findLocalServer({ candidates: [upstream.url] });
    await other.settled();
    expect(other.current()).toBeUndefined();
  });
});
