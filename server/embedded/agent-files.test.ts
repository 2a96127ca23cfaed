import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { toMcpToolRow } from './mcp/mcp-tool-row.ts';
import { upsertTool } from './store/tools.ts';
import { openTestServer } from './test-server.ts';

type TestServer = Awaited<ReturnType<typeof openTestServer>>;
// biome-ignore lint/suspicious/noExplicitAny: tests look into files and answers of every shape
type Json = any;

/** What Letta 0.16.8 exported; texts of the server were cut out. */
const RECORDED = readFileSync(new URL('./agent-file/recorded-agent-file.json', import.meta.url), 'utf8');
const ROLL =
  'def roll(sides: int) -> str:\n    """Roll.\n\n    Args:\n        sides: how many\n    """\n    return "4"\n';

async function sendFile(server: TestServer, content: unknown, fields: Record<string, string> = {}, headers = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const text = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
  form.set('file', new File([text as string], 'agent.af'));
  const response = await server.app.request('/v1/agents/import', { method: 'POST', body: form, headers });
  return { status: response.status, body: (await response.json()) as Json };
}

async function importOne(server: TestServer, content: unknown, fields: Record<string, string> = {}): Promise<Json> {
  const { status, body } = await sendFile(server, content, fields);
  expect(body).toEqual({ agent_ids: [expect.stringMatching(/^agent-/)] });
  expect(status).toBe(200);
  return (await server.call('GET', `/v1/agents/${body.agent_ids[0]}?include=agent.blocks&include=agent.tools`)).body;
}

async function exported(server: TestServer, id: string, query = ''): Promise<Json> {
  return (await server.call('GET', `/v1/agents/${id}/export${query}`)).body;
}

async function counts({ db }: TestServer) {
  const tables = ['agents', 'blocks', 'tools', 'messages', 'agent_tags', 'agent_tools', 'agent_blocks'] as const;
  const count = (table: (typeof tables)[number]) =>
    db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
  return await Promise.all(tables.map(count));
}

function tool(source_code: string, fields: object = {}) {
  return { id: 'tool-0', name: 'roll', tool_type: 'custom', source_code, json_schema: { name: 'roll' }, ...fields };
}

function makeFile(agent: object = {}, parts: object = {}): Json {
  const fields = { id: 'agent-0', name: 'Ada', llm_config: { handle: 'demo/scripted' }, include_base_tools: false };
  const lists = { groups: [], blocks: [], files: [], sources: [], tools: [], mcp_servers: [] };
  return { agents: [{ ...fields, ...agent }], ...lists, ...parts };
}

describe('exporting', () => {
  it('is indented JSON with short ids, names of secrets and no values', async () => {
    const server = await openTestServer();
    const agent = await server.createAgent({ secrets: { TOKEN: 'very-secret' } });
    const response = await server.raw('GET', `/v1/agents/${agent.id}/export`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(text).toMatch(/^\{\n {2}"agents": \[\n/);
    expect(text).not.toContain('very-secret');
    const [only] = JSON.parse(text).agents;
    expect(only).toMatchObject({ secrets: null, tool_exec_environment_variables: { TOKEN: '' }, id: 'agent-0' });
    expect(only.in_context_message_ids).toEqual(['message-0']);
  });

  it('leaves messages out when asked, also with skills', async () => {
    const server = await openTestServer();
    const { id } = await server.createAgent();
    expect((await exported(server, id, '?scrub_messages=true')).agents[0].messages).toEqual([]);
    const skills = [{ name: 'greet', files: { 'SKILL.md': '# Greet' } }];
    const posted = await server.call('POST', `/v1/agents/${id}/export`, { skills, scrub_messages: true });
    expect(posted.body.skills).toEqual([{ ...skills[0], source_url: null }]);
    expect(posted.body.agents[0].in_context_message_ids).toEqual([]);
    expect((await server.call('POST', `/v1/agents/${id}/export`)).status).toBe(200);
  });

  it('exports one conversation', async () => {
    const server = await openTestServer();
    const { id } = await server.createAgent();
    const conversation = (await server.call('POST', `/v1/conversations/?agent_id=${id}`, {})).body.id;
    await server.raw('POST', `/v1/conversations/${conversation}/messages`, {
      messages: [{ role: 'user', content: 'only here' }],
      streaming: false,
    });
    const textsOf = (file: Json) => JSON.stringify(file.agents[0].messages);
    expect(textsOf(await exported(server, id, `?conversation_id=${conversation}`))).toContain('only here');
    expect(textsOf(await exported(server, id))).not.toContain('only here');
    const other = await server.createAgent({ name: 'Other' });
    const refused = await server.call('GET', `/v1/agents/${other.id}/export?conversation_id=${conversation}`);
    expect(refused.status).toBe(404);
  });

  it('names the MCP servers of its tools without anything that could be a key', async () => {
    const server = await openTestServer();
    const config = {
      mcp_server_type: 'streamable_http',
      server_url: 'https://mcp.example.invalid/s/key-in-path/mcp?k=key-in-query',
      auth_header: 'Authorization',
      auth_token: 'key-in-token',
      custom_headers: { 'x-key': 'key-in-header' },
    };
    const made = (await server.call('POST', '/v1/mcp-servers/', { server_name: 'search', config })).body;
    const row = toMcpToolRow(
      { id: made.id, server_name: 'search' },
      { name: 'look', inputSchema: { type: 'object' } },
      'look',
    );
    const { id: toolId } = await upsertTool(server.db, row);
    const { id } = await server.createAgent({ tool_ids: [toolId] });
    const file = await exported(server, id);
    expect(file.mcp_servers).toEqual([
      {
        id: 'mcp_server-0',
        server_type: 'streamable_http',
        server_name: 'search',
        server_url: 'https://mcp.example.invalid',
        stdio_config: null,
        metadata_: null,
      },
    ]);
    expect(JSON.stringify(file)).not.toContain('key-in-');
    expect((await importOne(server, file)).tools.map((each: Json) => each.name)).toContain('look');
    expect((await importOne(await openTestServer(), file)).tools.map((each: Json) => each.name)).not.toContain('look');
    const taken = await sendFile(server, makeFile({}, { tools: [tool(ROLL, { name: 'look' })] }));
    expect([taken.status, taken.body.detail]).toEqual([400, expect.stringContaining('MCP server')]);
  });

  it('refuses the legacy form and missing agents', async () => {
    const server = await openTestServer();
    const { id } = await server.createAgent();
    const legacy = await server.call('GET', `/v1/agents/${id}/export?use_legacy_format=true`);
    expect([legacy.status, legacy.body]).toEqual([400, { detail: 'Legacy format is not supported' }]);
    const path = '/v1/agents/agent-123e4567-e89b-42d3-8456-426614174000/export';
    expect((await server.call('GET', path)).status).toBe(404);
  });
});

describe('importing', () => {
  it('takes what a Letta server wrote', async () => {
    const server = await openTestServer();
    const agent = await importOne(server, RECORDED);
    expect(agent).toMatchObject({ name: 'exported_copy', model: 'openai-proxy/gpt-4o-mini', tags: ['exp'] });
    expect(agent.llm_config.context_window).toBe(128_000);
    expect(agent.blocks.map((block: Json) => [block.label, block.value])).toEqual([
      ['project2', 'Golden recording'],
      ['human', 'Name: Sam'],
    ]);
    expect(agent.tools.map((each: Json) => each.name)).toEqual(['roll_die']);
    const messages = (await server.call('GET', `/v1/agents/${agent.id}/messages`)).body;
    expect(messages.map((message: Json) => message.id)).toEqual(agent.message_ids);
    expect(messages.slice(1).map((message: Json) => message.content)).toEqual(['hi', 'Export me.']);
    expect(messages[0].content).toContain(agent.id);
    const again = (await exported(server, agent.id)).agents[0];
    expect(again.messages[1].created_at).toBe('2026-11-22T02:11:45.885+00:00');
    expect(again.embedding).toBe('openai/text-embedding-3-small');
  });

  it('takes the choices of the form, also by their old names and the header', async () => {
    const server = await openTestServer();
    const fields = { name: 'New', model: 'demo/scripted', embedding: 'local/hash', strip_messages: 'true' };
    const agent = await importOne(server, RECORDED, { ...fields, secrets: '{"KEY": "k"}' });
    expect(agent).toMatchObject({ name: 'New', model: 'demo/scripted', embedding: 'local/hash' });
    expect(agent.message_ids).toHaveLength(1);
    expect((await exported(server, agent.id)).agents[0].messages.map((each: Json) => each.role)).toEqual(['system']);
    expect((await server.call('GET', `/v1/agents/${agent.id}?include=agent.secrets`)).body.secrets[0].value).toBe('k');
    const older = { override_name: 'Old', override_model_handle: 'demo/scripted', env_vars_json: '{"A": "b"}' };
    const sent = await sendFile(server, RECORDED, older, { 'x-override-embedding-model': 'local/hash' });
    const second = (await server.call('GET', `/v1/agents/${sent.body.agent_ids[0]}?include=agent.secrets`)).body;
    expect(second).toMatchObject({ name: 'Old', model: 'demo/scripted', embedding: 'local/hash' });
    expect(second.secrets[0]).toMatchObject({ key: 'A', value: 'b' });
    expect((await importOne(server, RECORDED, { append_copy_suffix: 'false' })).name).toBe('exported');
  });

  it('replaces or keeps a custom tool of the same name, never a tool of the server', async () => {
    const server = await openTestServer();
    const { id } = (await server.call('POST', '/v1/tools/', { source_code: ROLL })).body;
    const sourceNow = async () => (await server.call('GET', `/v1/tools/${id}`)).body.source_code;
    const sent = makeFile({ tool_ids: ['tool-0'] }, { tools: [tool('def roll(): return 1')] });
    const kept = await importOne(server, sent, { override_existing_tools: 'false' });
    expect([kept.tools[0].id, await sourceNow()]).toEqual([id, ROLL]);
    const replaced = await importOne(server, sent);
    expect([replaced.tools[0].id, await sourceNow()]).toEqual([id, 'def roll(): return 1']);
    const core = { name: 'memory_insert', tool_type: 'custom', json_schema: { name: 'memory_insert' } };
    const agent = await importOne(server, makeFile({ tool_ids: ['tool-0'] }, { tools: [tool('evil', core)] }));
    expect(agent.tools[0]).toMatchObject({
      name: 'memory_insert',
      tool_type: 'letta_sleeptime_core',
      source_code: null,
    });
  });

  it('leaves out tools and MCP servers it cannot run', async () => {
    const server = await openTestServer();
    const tools = [tool('x', { tool_type: 'letta_core', name: 'send_message' }), { ...tool('x'), id: 'tool-1' }];
    const servers = [
      { id: 'mcp_server-0', server_type: 'stdio', server_name: 'evil', stdio_config: { command: 'sh' } },
    ];
    const agent = await importOne(
      server,
      makeFile({ tool_ids: ['tool-0', 'tool-1'] }, { tools, mcp_servers: servers }),
    );
    expect(agent.tools.map((each: Json) => each.name)).toEqual(['roll']);
    expect((await server.call('GET', '/v1/mcp-servers/')).body).toEqual([]);
  });

  it('shares the blocks that agents of one file share', async () => {
    const server = await openTestServer();
    const block = { id: 'block-0', label: 'notes', value: 'Shared' };
    const sent = makeFile({ block_ids: ['block-0'] }, { blocks: [block] });
    sent.agents.push({ ...sent.agents[0], id: 'agent-1', name: 'Bob' });
    const ids = (await sendFile(server, sent)).body.agent_ids;
    const blocks = await Promise.all(
      ids.map(async (id: string) => (await server.call('GET', `/v1/agents/${id}?include=agent.blocks`)).body.blocks[0]),
    );
    expect(blocks[0].id).toBe(blocks[1].id);
  });

  it('keeps the settings of a model for that model', async () => {
    const server = await openTestServer();
    const sent = makeFile({ llm_config: { handle: 'old/one', model_endpoint_type: 'anthropic', temperature: 0.2 } });
    expect((await importOne(server, sent)).model_settings).toMatchObject({
      provider_type: 'anthropic',
      temperature: 0.2,
    });
    const other = await importOne(server, sent, { model: 'demo/scripted' });
    expect(other.model_settings.temperature).toBe(1);
  });

  it('reads what older servers wrote', async () => {
    const server = await openTestServer();
    const call = { id: 'call_1', type: 'function', function: { name: 'roll', arguments: '{}' } };
    const returned = JSON.stringify({ status: 'Failed', message: 'no dice', time: 'now' });
    const messages = [
      { id: 'message-0', role: 'user', content: 'roll' },
      { id: 'message-1', role: 'approval', content: [], tool_calls: [call] },
      { id: 'message-2', role: 'approval', content: [], approve: false, denial_reason: 'not now' },
      { id: 'message-3', role: 'tool', content: [{ type: 'text', text: returned }], tool_call_id: 'call_1' },
      { id: 'message-4', role: 'assistant', content: [{ type: 'omitted_reasoning' }, { type: 'text', text: 'Sorry' }] },
    ];
    const inContext = messages.map(({ id }) => id);
    const agent = await importOne(server, makeFile({ messages, in_context_message_ids: inContext }));
    expect(agent.message_ids).toHaveLength(6);
    const wire = (await server.call('GET', `/v1/agents/${agent.id}/messages`)).body;
    expect(wire.find((each: Json) => each.message_type === 'tool_return_message')).toMatchObject({
      tool_return: 'no dice',
      status: 'error',
      tool_call_id: 'call_1',
    });
    expect(wire.find((each: Json) => each.message_type === 'approval_response_message').approvals).toEqual([
      { type: 'approval', tool_call_id: 'call_1', approve: false, reason: 'not now' },
    ]);
  });
});

describe('refusing an import', () => {
  const deep = `{"agents": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  const message = { id: 'message-0', role: 'user', content: 'hi' };
  it.each<[name: string, content: unknown, status: number, detail: string | RegExp]>([
    ['what is no JSON', 'this is not json', 400, 'Corrupted agent file format.'],
    ['what is no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400, 'Corrupted agent file format.'],
    ['an empty object', {}, 400, /^Legacy AgentSchema format is deprecated/],
    ['a list', [], 400, /^Legacy AgentSchema format is deprecated/],
    [
      'a file without its lists',
      { agents: [] },
      400,
      /^6 validation errors for AgentFileSchema\ngroups\n {2}Field required/,
    ],
    ['no agents', { ...makeFile(), agents: [] }, 400, 'Import failed: The file holds no agent.'],
    ['a deep file', deep, 400, /nested deeper than 64/],
    ['a deep file as a JSON text', JSON.stringify(deep), 400, /nested deeper than 64/],
    ['a wrong tool id', makeFile({ tool_ids: ['tool-99'] }), 400, "Import failed: 'tool-99'"],
    ['a wrong block id', makeFile({ block_ids: ['block-9'] }), 400, "Import failed: 'block-9'"],
    ['a wrong message id', makeFile({ in_context_message_ids: ['message-1'] }), 400, "Import failed: 'message-1'"],
    ['double ids', makeFile({ messages: [message, message] }), 400, /two messages with the id/],
    [
      'a wrong message',
      makeFile({ messages: [{ id: 'message-0', role: 'god' }] }),
      400,
      /agents\.0\.messages\.0\.role/,
    ],
    ['a tool without source', makeFile({}, { tools: [tool('')] }), 400, /has no source code/],
    ['an agent without a model', makeFile({ llm_config: null }), 400, /Must specify either model/],
  ])('%s', async (_, content, status, detail) => {
    const server = await openTestServer();
    const before = await counts(server);
    const answer = await sendFile(server, content);
    expect(answer).toEqual({ status, body: { detail: expect.stringMatching(detail) } });
    expect(await counts(server)).toEqual(before);
  });

  it('a model nobody lists, wrong secrets, a wrong flag, no file, and a broken form', async () => {
    const server = await openTestServer();
    const statusOf = async (fields: Record<string, string>) => (await sendFile(server, RECORDED, fields)).status;
    expect(await statusOf({ model: 'nope/x' })).toBe(404);
    expect(await statusOf({ embedding: 'nope/x' })).toBe(400);
    expect(await statusOf({ secrets: '[]' })).toBe(400);
    expect(await statusOf({ secrets: '{' })).toBe(400);
    expect(await statusOf({ strip_messages: 'maybe' })).toBe(422);
    expect((await server.call('POST', '/v1/agents/import', {})).status).toBe(422);
    const headers = { 'content-type': 'multipart/form-data; boundary=missing' };
    const broken = await server.call('POST', '/v1/agents/import', 'none', headers);
    expect([broken.status, broken.body]).toEqual([400, { detail: 'Invalid multipart data.' }]);
  });

  it('leaves nothing behind of the agents before the one that fails', async () => {
    const server = await openTestServer();
    const before = await counts(server);
    const blocks = [
      { id: 'block-0', label: 'same', value: 'a' },
      { id: 'block-1', label: 'same', value: 'b' },
    ];
    const sent = makeFile({ name: 'Bob' }, { blocks, tools: [tool(ROLL)] });
    sent.agents.push({ ...sent.agents[0], id: 'agent-1', tags: ['x'], block_ids: ['block-0', 'block-1'] });
    expect((await sendFile(server, sent)).status).toBe(409);
    expect(await counts(server)).toEqual(before);
  });

  it('leaves nothing behind when the disk fails in the middle of the messages', async () => {
    const server = await openTestServer();
    const before = await counts(server);
    await sql`CREATE TRIGGER full BEFORE INSERT ON messages WHEN NEW.content LIKE '%number 900%'
      BEGIN SELECT RAISE(ABORT, 'no'); END`.execute(server.db);
    const messages = Array.from({ length: 1000 }, (_, index) => {
      return { id: `message-${index}`, role: 'user', content: `number ${index}` };
    });
    expect((await sendFile(server, makeFile({ messages, tags: ['x'] }, { tools: [tool(ROLL)] }))).status).toBe(500);
    expect(await counts(server)).toEqual(before);
  });

  it('is 413 beyond 200 MB, however it is sent', async () => {
    const { app } = await openTestServer();
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const send = async (more: Record<string, string>, body: BodyInit) => {
      const init = { method: 'POST', headers: { ...headers, ...more }, body, duplex: 'half' };
      const answer = await app.request('/v1/agents/import', init);
      expect([answer.status, await answer.json()]).toEqual([413, { detail: 'The request is larger than 200 MB.' }]);
    };
    await send({ 'content-length': String(201 * 1024 * 1024) }, 'x');
    let left = 201;
    const megabyte = new Uint8Array(1024 * 1024);
    const pull = (controller: ReadableStreamDefaultController) => {
      left -= 1;
      if (left < 0) controller.close();
      else controller.enqueue(megabyte);
    };
    await send({ 'transfer-encoding': 'chunked' }, new ReadableStream({ pull }));
  });
});
