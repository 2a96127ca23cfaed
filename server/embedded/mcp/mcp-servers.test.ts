import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callsOf, scripted, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import type { ChatModel } from '#server/embedded/models/chat-model.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { EVERYTHING, startEverything } from './everything-server.ts';

const POLICY = { allowStdio: true, allowPrivate: true };
const STDIO = { mcp_server_type: 'stdio', command: process.execPath, args: [EVERYTHING, 'stdio'] };

let open: Awaited<ReturnType<typeof openTestServer>>[] = [];
const start = async (model?: ChatModel) => {
  const server = await openTestServer(model, { policy: POLICY });
  open.push(server);
  return server;
};
afterAll(async () => {
  for (const server of open) await server.mcp.close();
  open = [];
});

describe.each(['stdio', 'streamable_http', 'sse'] as const)('the official example server over %s', (type) => {
  let config: Record<string, unknown> = STDIO;
  let stop = async () => {};
  beforeAll(async () => {
    if (type === 'stdio') return;
    const running = await startEverything(type === 'sse' ? 'sse' : 'streamableHttp');
    stop = running.stop;
    config = { mcp_server_type: type, server_url: running.url };
  });
  afterAll(() => stop());

  test('is added with its tools, listed, refreshed, run, and deleted with its tools', async () => {
    const { call, logs } = await start();
    const added = await call('POST', '/v1/mcp-servers/', { server_name: 'everything', config });
    expect(added.status, JSON.stringify([added.body, logs])).toBe(200);
    const { id } = added.body;
    const tools = (await call('GET', `/v1/mcp-servers/${id}/tools`)).body;
    const echo = tools.find((tool: { name: string }) => tool.name === 'echo');
    expect(echo, JSON.stringify(logs)).toMatchObject({
      tool_type: 'external_mcp',
      tags: ['mcp:everything'],
      metadata_: { mcp: { server_name: 'everything', server_id: id } },
      json_schema: { name: 'echo', parameters: { properties: { message: {}, request_heartbeat: {} } } },
    });
    expect((await call('GET', `/v1/mcp-servers/${id}/tools/${echo.id}`)).body).toEqual(echo);
    expect((await call('GET', '/v1/tools/?tool_types=external_mcp&limit=0')).body).toHaveLength(tools.length);
    const refreshed = await call('PATCH', `/v1/mcp-servers/${id}/refresh`);
    expect(refreshed.body).toEqual({ deleted: [], updated: [], added: [] });
    const ran = await call('POST', `/v1/mcp-servers/${id}/tools/${echo.id}/run`, { args: { message: 'hello' } });
    expect(ran.body).toMatchObject({ status: 'success', func_return: 'Echo: hello', agent_state: null });
    const failing = await call('POST', `/v1/mcp-servers/${id}/tools/${echo.id}/run`, { args: {} });
    expect(failing.body.status).toBe('error');
    expect((await call('DELETE', `/v1/mcp-servers/${id}`)).status).toBe(204);
    expect((await call('GET', '/v1/tools/?tool_types=external_mcp')).body).toEqual([]);
  });

  test('is called by an agent, with several calls over one connection', async () => {
    const model = scripted(
      callsOf(['echo', { message: 'one', request_heartbeat: true }], ['get-sum', { a: 2, b: 3 }]),
      callsOf(['get-tiny-image', {}]),
      textOf('Done.'),
    );
    const { call, createAgent, logs } = await start(model);
    await call('POST', '/v1/mcp-servers/', { server_name: 'everything', config });
    const agent = await createAgent({ tools: ['echo', 'get-sum', 'get-tiny-image'], include_base_tools: false });
    const sent = await call('POST', `/v1/agents/${agent.id}/messages`, {
      messages: [{ role: 'user', content: 'Go' }],
    });
    const returns = sent.body.messages.filter(
      (message: { message_type: string }) => message.message_type === 'tool_return_message',
    );
    expect(returns[0]?.tool_returns, JSON.stringify(logs)).toMatchObject([
      { tool_return: 'Echo: one', status: 'success' },
      { tool_return: 'The sum of 2 and 3 is 5.', status: 'success' },
    ]);
    expect(returns[1].tool_return).toContain('[image: image/png, ');
    const shown = model.requests[0]?.tools.find(({ name }) => name === 'echo')?.parameters;
    expect(shown).toMatchObject({ properties: { message: {} }, required: ['message'] });
    expect(shown?.['properties']).not.toHaveProperty('request_heartbeat');
    const ran = await call('POST', `/v1/agents/${agent.id}/tools/echo/run`, { args: { message: 'by hand' } });
    expect(ran.body).toMatchObject({ status: 'success', func_return: 'Echo: by hand' });
  });
});
