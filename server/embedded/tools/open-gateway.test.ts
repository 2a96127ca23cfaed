import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, isIP } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Gateway, openGateway } from './open-gateway.ts';

const UPSTREAM = '127.0.0.1';
let folder = '';
let upstream: Server;
let port = 0;
let seen: string[] = [];
let gateway: Gateway;

beforeAll(async () => {
  upstream = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.host} ${request.headers['proxy-authorization']}`);
    request.pipe(response);
  });
  upstream.listen(0, UPSTREAM);
  await once(upstream, 'listening');
  port = (upstream.address() as AddressInfo).port;
});

afterAll(() => upstream.close());

beforeEach(async () => {
  seen = [];
  folder = mkdtempSync(join(tmpdir(), 'gateway-test-'));
  // In place of the internet: `allowed.example` is the upstream of this test, every other name is not public.
  gateway = await openGateway(folder, {
    isAllowed: (address) => isIP(address) !== 0 && address === '192.0.2.1',
    lookup(hostname, _options, callback) {
      if (hostname === 'allowed.example') return callback(null, [{ address: UPSTREAM, family: 4 }]);
      callback(Object.assign(new Error('not public'), { code: 'EBLOCKED' }), []);
    },
  });
});

afterEach(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes to the gateway and gives all it answers. */
async function talk(...lines: string[]): Promise<string> {
  const socket = connect(gateway.path);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
    const next = lines.shift();
    if (next !== undefined) socket.write(next);
  });
  socket.write(lines.shift() ?? '');
  await once(socket, 'close');
  return answer;
}

describe.skipIf(platform() === 'win32')('openGateway', () => {
  test('carries a tunnel both ways', async () => {
    const answer = await talk(
      `CONNECT allowed.example:${port} HTTP/1.1\r\nhost: x\r\n\r\n`,
      `POST /inside HTTP/1.1\r\nhost: inside\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]+\r\n\r\nHTTP\/1\.1 200 OK[\s\S]+hello/);
    expect(seen).toEqual(['POST /inside inside undefined']);
  });

  test('passes a plain request on, without what was meant for the proxy', async () => {
    const answer = await talk(
      `POST http://allowed.example:${port}/path?q HTTP/1.1\r\nhost: allowed.example\r\nproxy-authorization: x\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[\s\S]+hello/);
    expect(seen).toEqual(['POST /path?q allowed.example undefined']);
  });

  test.each([
    ['a tunnel to an address', () => `CONNECT 127.0.0.1:${port}`, 403],
    ['a tunnel to a name that is not public', () => `CONNECT localhost:${port}`, 403],
    ['a tunnel to an IPv6 address', () => `CONNECT [::1]:${port}`, 403],
    ['a tunnel to no host', () => 'CONNECT nonsense:nonsense', 403],
    ['a request to an address', () => `GET http://127.0.0.1:${port}/`, 403],
    ['a request to a name that is not public', () => `GET http://localhost:${port}/`, 403],
    ['a request for a path', () => 'GET /', 403],
    ['a request by another protocol', () => 'GET file:///etc/passwd', 403],
    ['a port nobody listens on', () => 'CONNECT allowed.example:1', 502],
  ])('%s', async (_name, line, status) => {
    expect(await talk(`${line()} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(`HTTP/1.1 ${status} `);
    expect(seen).toEqual([]);
  });

  test('closing it ends what goes through', async () => {
    const socket = connect(gateway.path);
    socket.write(`CONNECT allowed.example:${port} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await gateway.close();
    await closed;
    gateway = await openGateway(folder);
  });
});
