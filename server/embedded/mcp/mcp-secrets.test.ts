import { afterEach, expect, test } from 'vitest';
import { callsOf, scripted, textOf } from '#server/embedded/agent-loop/scripted-model.ts';
import type { ChatModel } from '#server/embedded/models/chat-model.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { startFakeMcp } from './fake-mcp-server.ts';
import { fillTemplate } from './fill-template.ts';
import { type HttpConfig, restoreSecrets } from './mcp-config.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(model?: ChatModel) {
  const fake = await startFakeMcp();
  closing.push(fake.stop);
  const server = await openTestServer(model, { policy: { allowStdio: true, allowPrivate: true } });
  closing.push(() => server.mcp.close());
  const sentTo = (rpc: string) => fake.seen.filter((request) => request.rpc === rpc).map(({ headers }) => headers);
  return { ...server, fake, sentTo };
}

test.each([
  ['Bearer {{ KEY }}', 'Bearer k-1'],
  ['{{KEY}}-{{ OTHER | none }}', 'k-1-none'],
  ['{{ KEY | none }}', 'k-1'],
  ['{{ OTHER }}', '{{ OTHER }}'],
  ['{{ OTHER | }}', ''],
  ['{{ constructor }}', '{{ constructor }}'],
  ['{{ LOOP }}', '{{ KEY }}'],
  ['{ KEY }', '{ KEY }'],
])('%s becomes %s', (text, filled) => {
  expect(fillTemplate(text, { KEY: 'k-1', LOOP: '{{ KEY }}' })).toBe(filled);
});

test('each agent calls with its own secrets and its id, a person with the defaults', async () => {
  const model = scripted(callsOf(['look', {}]), textOf('Done.'), callsOf(['look', {}]), textOf('Done.'));
  const { call, createAgent, fake, sentTo } = await open(model);
  const config = {
    mcp_server_type: 'streamable_http',
    server_url: fake.url,
    auth_header: 'Authorization',
    auth_token: 'Bearer {{ TOKEN | nobody }}',
    custom_headers: { 'x-team': '{{ TEAM }}' },
  };
  const added = await call('POST', '/v1/mcp-servers/', { server_name: 'fake', config });
  expect(sentTo('tools/list')[0]).toMatchObject({ authorization: 'Bearer nobody', 'x-team': '{{ TEAM }}' });
  expect(sentTo('tools/list')[0]).not.toHaveProperty('x-agent-id');
  const ids: string[] = [];
  for (const name of ['Ada', 'Bob']) {
    const secrets = { TOKEN: `t-${name}`, TEAM: 'red' };
    const agent = await createAgent({ name, tools: ['look'], include_base_tools: false, secrets });
    ids.push(agent.id);
    await call('POST', `/v1/agents/${agent.id}/messages`, { messages: [{ role: 'user', content: 'Go' }] });
  }
  expect(sentTo('tools/call')).toMatchObject([
    { authorization: 'Bearer t-Ada', 'x-team': 'red', 'x-agent-id': ids[0] },
    { authorization: 'Bearer t-Bob', 'x-team': 'red', 'x-agent-id': ids[1] },
  ]);
  await call('PATCH', `/v1/mcp-servers/${added.body.id}/refresh?agent_id=${ids[1]}`);
  expect(sentTo('tools/list').at(-1)).toMatchObject({ authorization: 'Bearer t-Bob' });
});

test('secrets are stored sealed, never told or logged, and stay when they come back hidden', async () => {
  const { call, db, logs, fake, sentTo } = await open();
  const config = {
    mcp_server_type: 'streamable_http',
    server_url: fake.url,
    auth_header: null,
    auth_token: 'Bearer s3cr3t-token',
    custom_headers: { 'x-key': 's3cr3t-key', 'x-plain': '{{ NAME }}' },
  };
  const added = await call('POST', '/v1/mcp-servers/', { server_name: 'fake', config });
  const hidden = {
    ...config,
    auth_token: '[hidden]',
    custom_headers: { 'x-key': '[hidden]', 'x-plain': '{{ NAME }}' },
  };
  expect(added.body).toEqual({ ...hidden, id: added.body.id, server_name: 'fake' });
  const path = `/v1/mcp-servers/${added.body.id}`;
  const patched = await call('PATCH', path, { server_name: 'renamed', config: hidden });
  expect(patched.body).toEqual({ ...hidden, id: added.body.id, server_name: 'renamed' });
  expect(sentTo('tools/list').at(-1)).toMatchObject({ authorization: 'Bearer s3cr3t-token', 'x-key': 's3cr3t-key' });
  const elsewhere = await call('PATCH', path, { config: { ...hidden, server_url: 'http://127.0.0.1:8088/mcp' } });
  expect([elsewhere.status, elsewhere.body.detail]).toEqual([422, expect.stringContaining('Enter the token')]);
  const [tool] = (await call('GET', `${path}/tools`)).body;
  expect(tool).toMatchObject({ tags: ['mcp:renamed'], metadata_: { mcp: { server_name: 'renamed' } } });
  const stored = await db.selectFrom('mcp_servers').selectAll().executeTakeFirstOrThrow();
  const legacy = (await call('GET', '/v1/tools/mcp/servers')).body;
  const told = JSON.stringify([legacy, stored.config, Buffer.from(stored.secrets).toString('latin1'), logs]);
  expect(told).not.toContain('s3cr3t');
});

test('a hidden header that was not there before stays hidden, also one called constructor', () => {
  const old: HttpConfig = {
    mcp_server_type: 'streamable_http',
    server_url: 'http://127.0.0.1/mcp',
    auth_header: null,
    auth_token: null,
    custom_headers: { 'x-key': 'key' },
  };
  const changed = { ...old, custom_headers: { 'x-key': '[hidden]', constructor: '[hidden]' } };
  expect(restoreSecrets(changed, old)).toEqual({
    ...old,
    custom_headers: { 'x-key': 'key', constructor: '[hidden]' },
  });
});

test('the older API: added, tested, listed, changed, a tool added, run, and deleted by name', async () => {
  const { call, fake } = await open();
  const server = { server_name: 'old', type: 'streamable_http', server_url: fake.url };
  const tested = await call('POST', '/v1/tools/mcp/servers/test', server);
  expect(tested.body).toMatchObject({
    status: 'success',
    tools: [{ name: 'look', health: { status: 'NON_STRICT_ONLY' } }],
  });
  expect((await call('GET', '/v1/tools/mcp/servers')).body).toEqual({});
  expect((await call('PUT', '/v1/tools/mcp/servers', server)).body).toMatchObject([server]);
  expect((await call('PUT', '/v1/tools/mcp/servers', server)).status).toBe(409);
  expect((await call('GET', '/v1/tools/mcp/servers')).body).toMatchObject({ old: server });
  const offered = (await call('GET', '/v1/tools/mcp/servers/old/tools')).body;
  expect(offered).toMatchObject([{ name: 'look', inputSchema: { type: 'object' } }]);
  const tool = (await call('POST', '/v1/tools/mcp/servers/old/look')).body;
  expect(tool).toMatchObject({ name: 'look', tool_type: 'external_mcp' });
  expect((await call('POST', '/v1/tools/mcp/servers/old/nothing')).status).toBe(404);
  const ran = await call('POST', '/v1/tools/mcp/servers/old/tools/look/execute', { args: {} });
  expect(ran.body).toMatchObject({ status: 'success', func_return: 'seen' });
  const resynced = await call('POST', '/v1/tools/mcp/servers/old/resync');
  expect(resynced.body).toEqual({ deleted: [], updated: [], added: [] });
  const changed = await call('PATCH', '/v1/tools/mcp/servers/old', { server_name: 'new', auth_token: 'Bearer x' });
  expect(changed.body).toMatchObject({ server_name: 'new', server_url: fake.url, auth_token: '[hidden]' });
  expect((await call('DELETE', '/v1/tools/mcp/servers/new')).body).toEqual([]);
  expect((await call('GET', '/v1/tools/?tool_types=external_mcp')).body).toEqual([]);
});

test('a secret that no header can hold is refused without being told', async () => {
  const { call, createAgent, fake } = await open();
  const config = { mcp_server_type: 'streamable_http', server_url: fake.url, auth_token: '{{ TOKEN | d }}' };
  await call('POST', '/v1/mcp-servers/', { server_name: 'fake', config });
  const secrets = { TOKEN: 's3cr3t\nx-other: 1' };
  const agent = await createAgent({ tools: ['look'], include_base_tools: false, secrets });
  const { body } = await call('POST', `/v1/agents/${agent.id}/tools/look/run`, { args: {} });
  expect(body.status).toBe('error');
  expect(JSON.stringify(body)).toContain('The secret for Authorization has signs that cannot be sent.');
  expect(JSON.stringify(body)).not.toContain('s3cr3t');
});

test('a tool whose name is taken gets the name of its server too, and is called by its own', async () => {
  const { call, fake } = await open();
  const source_code = 'def look() -> str:\n    """Looks.\n    """\n    return "mine"\n';
  await call('POST', '/v1/tools/', { source_code });
  const config = { mcp_server_type: 'streamable_http', server_url: fake.url };
  const { body } = await call('POST', '/v1/mcp-servers/', { server_name: 'my eyes', config });
  const [tool] = (await call('GET', `/v1/mcp-servers/${body.id}/tools`)).body;
  expect(tool).toMatchObject({ name: 'my_eyes_look', json_schema: { name: 'my_eyes_look' } });
  const ran = await call('POST', `/v1/mcp-servers/${body.id}/tools/${tool.id}/run`, {});
  expect(ran.body.func_return).toBe('seen');
  expect(fake.seen.find(({ rpc }) => rpc === 'tools/call')?.params).toMatchObject({ name: 'look' });
});
