import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts';

const TEXT = Array.from({ length: 200 }, (_, index) => `${index} ÄÖ 👩‍👩‍👧\n`).join('');

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that greets with a text, and what reaches a client through the proxy. */
async function open(manner: Parameters<typeof openFaultProxy>[1] = {}) {
  const greeted: Socket[] = [];
  const server = createServer((socket) => {
    greeted.push(socket.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await openFaultProxy(() => `http://127.0.0.1:${(server.address() as AddressInfo).port}`, manner);
  closing.push(
    () => void proxy.close(),
    () => server.close(),
  );
  return { proxy, greeted, ask: () => ask(proxy, greeted) };
}

async function ask({ host }: FaultProxy, greeted: Socket[]) {
  const before = greeted.length;
  const socket = connect(Number(host.split(':')[1]), '127.0.0.1');
  const chunks: Buffer[] = [];
  const seen = {
    bytes: () => Buffer.concat(chunks),
    text: () => Buffer.concat(chunks).toString(),
    pieces: () => chunks.length,
  };
  socket.on('data', (chunk) => chunks.push(chunk));
  const over = new Promise<string>((resolve) => {
    socket.on('end', () => resolve('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
  });
  socket.write('hello');
  await expect.poll(() => greeted.length).toBe(before + 1);
  return { ...seen, over, server: greeted[before]! };
}

it('passes everything on, cut anywhere', async () => {
  let turn = 0;
  const { ask } = await open({ random: () => [0.1, 0.9, 0.5][turn++ % 3]!, delayMs: 5 });
  const { server, over, text, pieces } = await ask();
  server.end(TEXT);
  expect(await over).toBe('end');
  expect(text()).toBe(TEXT);
  expect(pieces()).toBeGreaterThan(3);
});

it.each([
  ['reset', 'ECONNRESET'],
  ['end', 'end'],
] as const)('breaks a connection after so many bytes: %s', async (how, expected) => {
  const { proxy, ask } = await open();
  const { server, over, bytes } = await ask();
  proxy.strike({ how, afterBytes: 100 }, { andNext: 1 });
  server.write(TEXT);
  expect(await over).toBe(expected);
  // What a reset overtakes is lost on the way, as it is in a network.
  expect(bytes()).toEqual(Buffer.from(TEXT).subarray(0, how === 'end' ? 100 : bytes().length));
  expect(bytes().length).toBeLessThanOrEqual(100);
  await expect.poll(() => proxy.open()).toBe(0);
  const next = await ask();
  next.server.write(TEXT);
  expect(await next.over).toBe(expected);
  const last = await ask();
  last.server.end(TEXT);
  expect(await last.over).toBe('end');
  expect(last.text()).toBe(TEXT);
});

it('leaves a connection open in silence, until it is mended', async () => {
  const { proxy, ask } = await open();
  const { server, over, text } = await ask();
  proxy.strike({ how: 'stall', afterBytes: 3 });
  server.write('01234');
  await expect.poll(text).toBe('012');
  server.end('56789');
  expect(proxy.open()).toBe(1);
  proxy.mend();
  expect(await over).toBe('ECONNRESET');
  expect(text()).toBe('012');
});

it('tears what is open, and takes nothing until it is mended', async () => {
  const { proxy, ask, greeted } = await open();
  const { over } = await ask();
  proxy.tear();
  expect(await over).toBe('ECONNRESET');
  const refused = connect(Number(proxy.host.split(':')[1]), '127.0.0.1');
  await once(refused, 'error');
  expect(greeted).toHaveLength(1);
  proxy.mend();
  const { server, over: ended } = await ask();
  server.end('again');
  expect(await ended).toBe('end');
});
