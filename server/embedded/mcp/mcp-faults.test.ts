import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { callsOf, scripted, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import type { ChatModel } from '#server/embedded/models/chat-model.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { decent, type FakeRequest, startFakeMcp } from './fake-mcp-server.ts';
import type { McpPoolOptions } from './mcp-pool.ts';

const PROGRAM = fileURLToPath(new URL('./fake-mcp-program.ts', import.meta.url));
const STDIO = { mcp_server_type: 'stdio', command: process.execPath, args: [PROGRAM] };
const LIMITS = { connect: 3000, list: 1000, call: 700 };
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(options: Partial<McpPoolOptions> & { model?: ChatModel } = {}) {
  const { model, ...pool } = options;
  const policy = { allowStdio: true, allowPrivate: true };
  const server = await openTestServer(model, { policy, limits: LIMITS, ...pool });
  closing.push(() => server.mcp.close());
  const add = async (config: unknown) => {
    const { status, body } = await server.call('POST', '/v1/mcp-servers/', { server_name: 'fake', config });
    expect(status, JSON.stringify(body)).toBe(200);
    return body.id as string;
  };
  const tools = async (id: string) => (await server.call('GET', `/v1/mcp-servers/${id}/tools`)).body;
  const run = async (id: string, name: string) => {
    const tool = (await tools(id)).find((each: { name: string }) => each.name === name);
    return await server.call('POST', `/v1/mcp-servers/${id}/tools/${tool.id}/run`, { args: {} });
  };
  return { ...server, add, tools, run };
}

async function fake(answers: Parameters<typeof startFakeMcp>[0] = {}) {
  const server = await startFakeMcp(answers);
  closing.push(server.stop);
  return { ...server, config: { mcp_server_type: 'streamable_http', server_url: server.url } };
}

const calls = (seen: FakeRequest[]) => seen.filter(({ rpc }) => rpc === 'tools/call').length;

describe('a server over HTTP that', () => {
  test('hangs in a call is given up after the limit, and the call is made once', async () => {
    const server = await fake({ 'tools/call': () => undefined });
    const { add, run } = await open();
    const { status, body } = await run(await add(server.config), 'look');
    expect(status).toBe(408);
    expect(body.detail).toBe('The MCP server did not answer the call within 0.7 seconds.');
    expect(calls(server.seen)).toBe(1);
  });

  test('hangs from the start is added without tools', async () => {
    const server = await fake({ '*': () => undefined });
    const { add, tools, call, logs } = await open({ limits: { ...LIMITS, connect: 300 } });
    const id = await add(server.config);
    expect(await tools(id)).toEqual([]);
    expect(logs.join()).toContain('are not known yet: timeout');
    const refreshed = await call('PATCH', `/v1/mcp-servers/${id}/refresh`);
    expect([refreshed.status, refreshed.body.detail]).toEqual([
      408,
      'The MCP server did not let us connect within 0.3 seconds.',
    ]);
  });

  test('breaks off in the middle of an answer is not asked again', async () => {
    const server = await fake({
      'tools/call': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: message\n');
        setTimeout(() => response.destroy(), 20);
      },
    });
    const { add, run } = await open();
    const { status, body } = await run(await add(server.config), 'look');
    expect(status).toBe(502);
    expect(body.error.message).toContain('broke off before its answer came');
    expect(calls(server.seen)).toBe(1);
  });

  test.each(['application/json', 'text/event-stream'])('answers 100 MB of %s is cut off at 10', async (type) => {
    let sent = 0;
    const server = await fake({
      'tools/call': async (_request, response) => {
        response.writeHead(200, { 'content-type': type });
        response.write('data: "');
        const piece = Buffer.alloc(1024 * 1024, 'x');
        for (; sent < 100 && !response.destroyed; sent += 1) {
          if (!response.write(piece)) await delay(5);
        }
        response.end();
      },
    });
    const { add, run } = await open({ limits: { ...LIMITS, call: 20_000 } });
    const { status, body } = await run(await add(server.config), 'look');
    expect(status).toBe(502);
    expect(body.error.message).toBe('The MCP server sent an answer of more than 10 MB.');
    await delay(50);
    expect(sent).toBeLessThan(50);
  });

  test('has forgotten the session is connected to again, once, and the call is made', async () => {
    let forgets = false;
    const server = await fake({
      'tools/call': (request, response) => {
        if (!forgets) return decent(request);
        forgets = false;
        response.writeHead(404).end();
      },
    });
    const { add, run } = await open();
    const id = await add(server.config);
    forgets = true;
    expect((await run(id, 'look')).body.func_return).toBe('seen');
    expect(server.seen.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2);
  });

  test('changes its tools is followed: an agent keeps what stays, and refreshes at the same time make nothing twice', async () => {
    const schema = { type: 'object', properties: {} };
    let tools: unknown[] = [];
    const server = await fake({ 'tools/list': () => ({ tools }) });
    const { add, call, createAgent } = await open();
    const id = await add(server.config);
    const refresh = async () => (await call('PATCH', `/v1/mcp-servers/${id}/refresh`)).body;
    tools = [
      { name: 'look', inputSchema: schema },
      { name: 'go', inputSchema: schema },
    ];
    const summaries = await Promise.all([refresh(), refresh(), refresh()]);
    expect(summaries.flatMap(({ added }) => added)).toEqual(['look', 'go']);
    const agent = await createAgent({ tools: ['look', 'go'], include_base_tools: false });
    tools = [
      { name: 'look', description: 'Looks now', inputSchema: schema },
      { name: 'run', inputSchema: schema },
    ];
    expect(await refresh()).toEqual({ deleted: ['go'], updated: ['look'], added: ['run'] });
    const attached = (await call('GET', `/v1/agents/${agent.id}/tools`)).body;
    expect(attached).toMatchObject([{ name: 'look', description: 'Looks now' }]);
  });

  test('is asked often keeps one connection, until it is idle', async () => {
    const server = await fake();
    const { add, run } = await open({ idleMs: 200 });
    const id = await add(server.config);
    await run(id, 'look');
    await run(id, 'look');
    const connects = () => server.seen.filter(({ rpc }) => rpc === 'initialize').length;
    expect(connects()).toBe(1);
    await delay(400);
    await run(id, 'look');
    expect(connects()).toBe(2);
  });

  test('redirects is not followed', async () => {
    const inner = await fake();
    const outer = createServer((_request, response) => response.writeHead(307, { location: inner.url }).end());
    outer.listen(0, '127.0.0.1');
    await once(outer, 'listening');
    closing.push(() => outer.close());
    const { add, call } = await open();
    const server_url = `http://127.0.0.1:${(outer.address() as AddressInfo).port}/mcp`;
    for (const mcp_server_type of ['streamable_http', 'sse']) {
      const id = await add({ mcp_server_type, server_url });
      const { status, body } = await call('PATCH', `/v1/mcp-servers/${id}/refresh`);
      expect(status).toBe(502);
      expect(body.error.message).toContain('redirects');
      await call('DELETE', `/v1/mcp-servers/${id}`);
    }
    expect(inner.seen).toEqual([]);
  });

  test('fails says so to the agent, and a cancel does not wait for it', async () => {
    const server = await fake({ 'tools/call': () => undefined });
    const model = scripted(callsOf(['look', {}]), textOf('Done.'));
    const { add, call, raw, createAgent } = await open({ model, limits: { ...LIMITS, call: 60_000 } });
    await add(server.config);
    const agent = await createAgent({ tools: ['look'], include_base_tools: false });
    const path = `/v1/agents/${agent.id}/messages`;
    const sending = raw('POST', path, { messages: [{ role: 'user', content: 'Go' }], streaming: true });
    while (calls(server.seen) === 0) await delay(10);
    const from = Date.now();
    expect((await call('POST', `${path}/cancel`, {})).status).toBe(200);
    const text = await (await sending).text();
    expect(Date.now() - from).toBeLessThan(2000);
    expect(text).toContain('cancelled');
  });
});

describe('addresses', () => {
  test('of this machine and its network are refused by default, also behind a name', async () => {
    const { call, add } = await open({ policy: { allowStdio: false, allowPrivate: false } });
    const create = async (server_url: string) =>
      await call('POST', '/v1/mcp-servers/', {
        server_name: 'x',
        config: { mcp_server_type: 'streamable_http', server_url },
      });
    for (const [url, sentence] of [
      ['http://127.0.0.1:9/mcp', 'Non-public IP not allowed: 127.0.0.1'],
      ['http://2130706433/mcp', 'Non-public IP not allowed: 127.0.0.1'],
      ['http://[::1]/mcp', 'Non-public IP not allowed: ::1'],
      ['http://[::ffff:7f00:1]/mcp', 'Non-public IP not allowed: ::ffff:7f00:1'],
      ['http://192.168.0.9/', 'Non-public IP not allowed: 192.168.0.9'],
      ['http://169.254.169.254/', 'Non-public IP not allowed: 169.254.169.254'],
      ['http://LOCALHOST./', 'Blocked internal hostname: localhost'],
      ['http://metadata.google.internal/', 'Blocked internal hostname: metadata.google.internal'],
      ['file:///etc/passwd', 'must begin with http:// or https://'],
    ] as const) {
      const { status, body } = await create(url);
      expect([url, status]).toEqual([url, 422]);
      expect(body.detail).toContain(sentence);
    }
    const unknown = await add({ mcp_server_type: 'streamable_http', server_url: 'http://mcp.example.invalid/mcp' });
    expect((await call('PATCH', `/v1/mcp-servers/${unknown}/refresh`)).status).toBe(502);
    await call('DELETE', `/v1/mcp-servers/${unknown}`);
    // The name of this machine leads to one of its own addresses, if to any.
    const id = await add({ mcp_server_type: 'streamable_http', server_url: `http://${hostname()}:8080/mcp` });
    const { body } = await call('PATCH', `/v1/mcp-servers/${id}/refresh`);
    expect(body.error.message).toMatch(/not public|could not be found/);
  });

  test('of cloud metadata are refused always', async () => {
    const { call } = await open();
    const config = { mcp_server_type: 'sse', server_url: 'http://169.254.169.254/sse' };
    expect((await call('POST', '/v1/mcp-servers/', { server_name: 'x', config })).status).toBe(422);
  });
});

describe('a program that', () => {
  test('ends is started again for the next call, and the failed call tells what it wrote', async () => {
    const { add, run } = await open({ limits: { ...LIMITS, call: 5000 } });
    const id = await add(STDIO);
    const crashed = await run(id, 'crash');
    expect(crashed.status).toBe(502);
    expect(crashed.body.error.message).toMatch(/has ended \(exit code 3\)\. It wrote: the disk is on fire/);
    expect((await run(id, 'pid')).body.status).toBe('success');
  });

  test('floods its output is ended', async () => {
    const { add, run } = await open({ limits: { ...LIMITS, call: 20_000 } });
    const { status, body } = await run(await add(STDIO), 'flood');
    expect(status).toBe(502);
    expect(body.error.message).toContain('more than 10 MB');
  });

  test('gets none of our environment but its own, and ends with its server', async () => {
    process.env['OPENAI_API_KEY_OF_TEST'] = 'sk-secret';
    closing.push(() => delete process.env['OPENAI_API_KEY_OF_TEST']);
    const { add, run, call } = await open({ limits: { ...LIMITS, call: 5000 } });
    const id = await add({ ...STDIO, env: { K: 'v', T: '{{ MISSING | d }}' } });
    const env = JSON.parse((await run(id, 'env')).body.func_return);
    expect(env).toMatchObject({ K: 'v', T: 'd' });
    expect(Object.keys(env).filter((name) => !['K', 'T', 'PATH', 'HOME', 'LANG'].includes(name))).toEqual([]);
    const pid = Number((await run(id, 'pid')).body.func_return);
    expect(() => process.kill(pid, 0)).not.toThrow();
    await call('DELETE', `/v1/mcp-servers/${id}`);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('ends when the server goes down', async () => {
    const { add, run, mcp } = await open({ limits: { ...LIMITS, call: 5000 } });
    const pid = Number((await run(await add(STDIO), 'pid')).body.func_return);
    await mcp.close();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test('does not exist leaves a server without tools', async () => {
    const { add, call } = await open();
    const id = await add({ mcp_server_type: 'stdio', command: 'nosuchcommand', args: [] });
    const { status, body } = await call('PATCH', `/v1/mcp-servers/${id}/refresh`);
    expect([status, body.error.message]).toEqual([
      502,
      'There is no program nosuchcommand on this machine. Check the command and its path.',
    ]);
  });

  test('is not allowed is 400', async () => {
    const { call } = await open({ policy: { allowStdio: false, allowPrivate: true } });
    expect((await call('POST', '/v1/mcp-servers/', { server_name: 'x', config: STDIO })).status).toBe(400);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
