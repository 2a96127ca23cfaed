import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AS_BADGE, attack, attempt, DENIED, TIERS, type Verdicts } from './tool-attack.ts';

const folder = mkdtempSync(join(tmpdir(), 'letta-attack-'));
const unixSocket = join(folder, 'docker.sock');
const abstractName = `letta-attack-${process.pid}`;
const ownAddress = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find((each) => !each.internal && each.family === 'IPv4')?.address;

let connections = 0;
const servers: Server[] = [];
let port = 0;

async function listen(where: { port?: number; host?: string; path?: string }): Promise<Server> {
  const server = createServer((socket) => {
    connections += 1;
    socket.end('canary');
  });
  servers.push(server);
  server.listen(where);
  await once(server, 'listening');
  return server;
}

beforeAll(async () => {
  const server = await listen({ port: 0, host: '0.0.0.0' });
  port = (server.address() as AddressInfo).port;
  await listen({ path: unixSocket });
  if (platform() === 'linux') await listen({ path: `\0${abstractName}` });
});

beforeEach(() => {
  connections = 0;
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const CONNECT = 'assert socket.create_connection((host, port), 2).recv(6) == b"canary"';
const attacks: [name: string, lines: string, verdicts: Verdicts][] = [
  ['127.0.0.1', CONNECT.replace('host', '"127.0.0.1"'), AS_BADGE],
  ['localhost', CONNECT.replace('host', '"localhost"'), AS_BADGE],
  ['the address of this computer', CONNECT.replace('host', 'own'), ownAddress ? AS_BADGE : DENIED],
  [
    'a socket of a program, like that of Docker',
    's = socket.socket(socket.AF_UNIX)\ns.connect(unix)\nassert s.recv(6) == b"canary"',
    AS_BADGE,
  ],
  [
    'a socket without a file',
    's = socket.socket(socket.AF_UNIX)\ns.connect("\\0" + abstract)\nassert s.recv(6) == b"canary"',
    platform() === 'linux' ? AS_BADGE : DENIED,
  ],
];

// Whether these could be reached without a sandbox depends on the network of the computer.
const elsewhere: [name: string, lines: string][] = [
  ['cloud metadata', 'socket.create_connection(("169.254.169.254", 80), 2)'],
  ['a router', 'socket.create_connection(("192.168.0.1", 80), 2)'],
  ['a public address', 'socket.create_connection(("1.1.1.1", 443), 2)'],
  ['a public address by IPv6', 'socket.create_connection(("2606:4700:4700::1111", 443), 2)'],
  ['a datagram to a name server', 'socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("1.1.1.1", 53))'],
  ['a name', 'socket.getaddrinfo("example.com", 443)'],
  ['raw packets', 'socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'],
  ['the host of a virtual machine', 'socket.socket(socket.AF_VSOCK)'],
  ['the cryptography of the kernel', 'socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)'],
];

describe.runIf(platform() !== 'win32').each(TIERS)('%s: network', (tier) => {
  test.each(attacks)('connects to %s', async (_name, lines, verdicts) => {
    const args = { port, own: ownAddress ?? '', unix: unixSocket, abstract: abstractName };
    const source = attempt(lines, { args: Object.keys(args).join(', '), imports: 'socket' });
    expect((await attack(tier, source, { args })).value).toBe(verdicts[tier]);
    expect(connections > 0).toBe(verdicts[tier] === 'done');
  });

  test.runIf(tier === 'sandboxed').each(elsewhere)('reaches %s', async (_name, lines) => {
    expect((await attack(tier, attempt(lines, { imports: 'socket' }))).value).toBe('denied');
  });
});

describe.runIf(TIERS.includes('sandboxed') && platform() === 'linux')('sandboxed, with the internet', () => {
  const OPEN = 'urllib.request.urlopen(url, timeout=5)';

  test.each([
    ['127.0.0.1', () => `http://127.0.0.1:${port}/`],
    ['localhost', () => `http://localhost:${port}/`],
    ['IPv6 loopback', () => `http://[::1]:${port}/`],
    ['loopback in another notation', () => `http://2130706433:${port}/`],
    ['IPv4 as IPv6', () => `http://[::ffff:127.0.0.1]:${port}/`],
    ['any address', () => `http://0.0.0.0:${port}/`],
    ['the address of this computer', () => `http://${ownAddress ?? '127.0.0.1'}:${port}/`],
    ['loopback by TLS', () => `https://127.0.0.1:${port}/`],
    ['cloud metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a router', () => 'http://192.168.0.1/'],
  ])('%s is still refused', async (_name, url) => {
    const source = attempt(OPEN, { args: 'url', imports: 'urllib.request' });
    const result = await attack('sandboxed', source, { args: { url: url() }, network: true });
    expect(result).toMatchObject({ value: 'denied', stdout: expect.stringContaining('403') });
    expect(connections).toBe(0);
  });

  test('and so is a connection past the proxy', async () => {
    const source = attempt(CONNECT.replace('host', '"127.0.0.1"'), { args: 'port', imports: 'socket' });
    expect((await attack('sandboxed', source, { args: { port }, network: true })).value).toBe('denied');
    expect(connections).toBe(0);
  });

  test('files are as closed as without it', async () => {
    const source = attempt('assert open("/etc/passwd").read()');
    expect((await attack('sandboxed', source, { network: true })).value).toBe('denied');
  });
});
