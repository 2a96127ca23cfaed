import { expect, test } from 'vitest';
import { toMcpToolRow } from '#server/embedded/mcp/mcp-tool-row.ts';
import { upsertTool } from '#server/embedded/store/tools.ts';
import { openTestServer } from '#server/embedded/test-server.ts';

test('a change of a tool that names nothing leaves it as it is', async () => {
  const { call } = await openTestServer();
  const [tool] = (await call('GET', '/v1/tools/?limit=1')).body;
  const { status, body } = await call('PATCH', `/v1/tools/${tool.id}`, {});
  expect(status).toBe(200);
  expect(body).toEqual(tool);
});

async function openWithEveryKind() {
  const server = await openTestServer();
  const source_code = 'def roll() -> str:\n    """Rolls.\n    """\n    return "4"\n';
  await server.call('POST', '/v1/tools/', { source_code });
  const offered = { name: 'look', inputSchema: { type: 'object' as const } };
  await upsertTool(server.db, toMcpToolRow({ id: 'mcp_server-1', server_name: 'fake' }, offered, 'look'));
  return server;
}

test.each([
  ['exclude_letta_tools=true', ['look', 'roll']],
  ['exclude_letta_tools=true&tool_types=external_mcp', ['look']],
  ['exclude_letta_tools=true&tool_types=letta_core', []],
  ['exclude_letta_tools=false&tool_types=custom', ['roll']],
])('the library with %s', async (query, names) => {
  const { call } = await openWithEveryKind();
  const { body } = await call('GET', `/v1/tools/?limit=100&${query}`);
  expect(body.map((tool: { name: string }) => tool.name).toSorted()).toEqual(names);
  expect((await call('GET', `/v1/tools/count?${query}`)).body).toBe(names.length);
});

test('a new agent with rules gets rules to go on for the tools of this server only', async () => {
  const { createAgent } = await openWithEveryKind();
  const tool_rules = [{ type: 'exit_loop', tool_name: 'roll' }];
  const tools = ['roll', 'look', 'conversation_search'];
  const agent = await createAgent({ tools, tool_rules, include_base_tools: false });
  expect(agent.tool_rules).toMatchObject([
    { type: 'exit_loop', tool_name: 'roll' },
    { type: 'continue_loop', tool_name: 'conversation_search' },
  ]);
});
