import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { askRemote } from '#server/doctor/ask.ts';
import { probeServer } from '#server/servers/probe-server.ts';
import { createProxyBackend } from './forward-request.ts';

const KEY = 'key-canary-5b1f';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const read = (path: string) => readFileSync(new URL(path, import.meta.url));
const PINNED = { key: read('test-certificate/key.pem'), cert: read('test-certificate/certificate.pem') };
const OTHER = {
  key: read('../doctor/test-certificates/key.pem'),
  cert: read('../doctor/test-certificates/trusted.pem'),
};
const fingerprint = new X509Certificate(PINNED.cert).fingerprint256;

/** A TLS server that keeps every byte it could decrypt, and answers each request with an empty list. */
async function listen(certificate: typeof PINNED): Promise<{ url: string; received: () => string }> {
  let received = '';
  const server = createServer(certificate, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += bytes.toString();
      const body = received.includes('/health/') ? '{"version":"0.16.8","status":"ok"}' : '[]';
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => void server.close());
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, received: () => received };
}

/** The three ways to a server, each with the key, and what each says. */
const WAYS: [string, (url: string, certificate: string | undefined) => Promise<unknown>][] = [
  [
    'the proxy',
    async (url, certificate) => {
      const backend = createProxyBackend({ url, certificate, getAccess: () => ({ key: KEY }) });
      try {
        const request = new Request('http://ade/v1/agents/', { method: 'POST', body: `{"secret":"${KEY}"}` });
        return await (await backend.fetch(request)).json();
      } finally {
        await backend.close();
      }
    },
  ],
  ['the probe', (url, certificate) => probeServer({ url, certificate, key: KEY, timeoutMs: 2_000 })],
  [
    'the doctor',
    async (url, certificate) => {
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const { ask, close } = askRemote({ url, certificate, access: { key: KEY }, resolve, timeoutMs: 2_000 });
      try {
        return await (await ask({ path: '/v1/agents/' })).json();
      } catch (error) {
        return { error: String(error) };
      } finally {
        await close();
      }
    },
  ],
];

test.each(WAYS)('%s talks to a server with the trusted certificate', async (_name, call) => {
  const server = await listen(PINNED);
  const answer = await call(server.url, fingerprint);
  expect(JSON.stringify(answer)).not.toMatch(/error|"ok":false/);
  expect(server.received()).toContain(`Bearer ${KEY}`);
});

test.each(WAYS)('%s sends nothing to a server with another certificate', async (_name, call) => {
  const server = await listen(OTHER);
  const answer = await call(server.url, fingerprint);
  expect(JSON.stringify(answer)).toMatch(/another certificate|Not the trusted certificate/);
  expect(server.received()).toBe('');
});

test.each(WAYS)('%s sends nothing to a server that nobody vouches for', async (_name, call) => {
  const server = await listen(PINNED);
  expect(JSON.stringify(await call(server.url, undefined))).toMatch(/self-signed/);
  expect(server.received()).toBe('');
});

test('a server that was replaced while the connection rested gets nothing of the next call', async () => {
  const first = await listen(PINNED);
  const backend = createProxyBackend({ url: first.url, certificate: fingerprint, getAccess: () => ({ key: KEY }) });
  closing.push(() => void backend.close());
  const call = () => backend.fetch(new Request('http://ade/v1/agents/'));
  expect((await call()).status).toBe(200);
  for (const close of closing.splice(0, 1)) close();
  const port = Number(new URL(first.url).port);
  let received = '';
  const impostor = createServer(OTHER, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received += bytes.toString();
    });
  });
  impostor.on('tlsClientError', () => undefined);
  impostor.listen(port, '127.0.0.1');
  await once(impostor, 'listening');
  closing.push(() => void impostor.close());
  const refused = await call();
  expect(refused.status).toBe(502);
  expect(await refused.text()).toContain('another certificate');
  expect(received).toBe('');
});

test('a connection with a trusted certificate never goes out in the clear', async () => {
  const server = await listen(PINNED);
  const url = server.url.replace('https:', 'http:');
  expect(await probeServer({ url, certificate: fingerprint, key: KEY, timeoutMs: 2_000 })).toMatchObject({
    ok: false,
    reason: 'tls',
  });
  expect(server.received()).toBe('');
});

test('the issuer of a trusted certificate is told with the answer', async () => {
  const server = await listen(PINNED);
  expect(await probeServer({ url: server.url, certificate: fingerprint, timeoutMs: 2_000 })).toMatchObject({
    ok: true,
    reached: { address: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/), issuer: expect.stringContaining('CN=') },
  });
});

test('a certificate that is not trusted is shown with the answer', async () => {
  const server = await listen(PINNED);
  expect(await probeServer({ url: server.url, key: KEY, timeoutMs: 2_000 })).toMatchObject({
    ok: false,
    reason: 'tls',
    certificate: {
      fingerprint,
      subject: expect.stringContaining('CN='),
      issuer: expect.stringContaining('CN='),
      validFrom: expect.stringMatching(/GMT$/),
      validTo: expect.stringMatching(/GMT$/),
    },
  });
  expect(server.received()).toBe('');
});
