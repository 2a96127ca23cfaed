import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectMcp } from './connect-mcp.ts';
import type { McpConfig, McpServer } from './mcp-config.ts';
import {
  attachMcpToolMutation,
  deleteMcpServerMutation,
  mcpServerQuery,
  mcpServersQuery,
  mcpToolsQuery,
  refreshMcpServerMutation,
  runMcpTool,
  saveMcpServerMutation,
  testMcpServer,
} from './mcp-servers.ts';
import { fromLibrary, fromOffer, withOffers } from './mcp-tools.ts';

const PATH = '/api/servers/one/v1';
const ID = 'mcp_server-2f7e0644-1e97-4cc4-b61f-6552e13ca12a';
const CONFIG: McpConfig = {
  kind: 'streamable_http',
  url: 'https://a.example/mcp',
  authHeader: null,
  authToken: null,
  headers: {},
};
const FIELDS = { server_url: CONFIG.url, auth_header: null, auth_token: null, custom_headers: {} };
const OFFER = {
  name: 'look',
  title: 'Look',
  description: 'Looks',
  inputSchema: { type: 'object' },
  annotations: { readOnlyHint: true },
  health: { status: 'STRICT_COMPLIANT', reasons: [] },
};
const newer: McpServer = { key: ID, name: 'a b', config: CONFIG };
const older: McpServer = { key: 'a b', name: 'a b', config: CONFIG };

let answers: Record<string, () => Response>;
let asked: { call: string; body: unknown }[];
let client: QueryClient;

beforeEach(() => {
  answers = {};
  asked = [];
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const call = `${init.method ?? 'GET'} ${path.replace(PATH, '')}`;
    asked.push({ call, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
    return answers[call]?.() ?? Response.json({ detail: 'Not Found' }, { status: 404 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const calls = () => asked.map(({ call }) => call);

describe('the newer API', () => {
  test('answers a list, a server and its tools by id', async () => {
    const wire = { id: ID, server_name: 'a b', mcp_server_type: 'streamable_http', ...FIELDS };
    answers['GET /mcp-servers/'] = () => Response.json([wire]);
    answers[`GET /mcp-servers/${ID}`] = () => Response.json(wire);
    answers[`GET /mcp-servers/${ID}/tools`] = () => Response.json([]);
    expect(await client.fetchQuery(mcpServersQuery('one'))).toEqual([newer]);
    expect(await client.fetchQuery(mcpServerQuery('one', ID))).toEqual(newer);
    expect(await client.fetchQuery(mcpToolsQuery('one', newer))).toEqual([]);
  });

  test('takes a changed server, a refresh and a run', async () => {
    answers[`PATCH /mcp-servers/${ID}`] = () => Response.json({});
    answers[`PATCH /mcp-servers/${ID}/refresh?agent_id=agent-1`] = () => Response.json({ added: ['x'] });
    answers[`POST /mcp-servers/${ID}/tools/tool-1/run`] = () =>
      Response.json({ status: 'error', func_return: 'no', stdout: null, stderr: null });
    const save = new MutationObserver(client, saveMcpServerMutation('one', newer));
    expect(await save.mutate({ name: 'n', config: CONFIG })).toBe(ID);
    expect(asked.at(-1)?.body).toEqual({
      server_name: 'n',
      config: { mcp_server_type: 'streamable_http', ...FIELDS },
    });
    const refresh = new MutationObserver(client, refreshMcpServerMutation('one', newer));
    expect(await refresh.mutate('agent-1')).toEqual({ added: ['x'], updated: [], deleted: [] });
    const tool = { ...fromOffer(OFFER), id: 'tool-1' };
    const signal = AbortSignal.timeout(1_000);
    const run = await runMcpTool({ serverId: 'one', server: newer, tool }, { a: 1 }, signal);
    expect(run).toMatchObject({ status: 'error', text: 'no' });
  });
});

describe('a server that knows only the older API', () => {
  test.each([404, 405])('lists by name after a %i', async (status) => {
    const wire = { server_name: 'a b', type: 'streamable_http', ...FIELDS };
    answers['GET /mcp-servers/'] = () => Response.json({ detail: 'no' }, { status });
    answers['GET /tools/mcp/servers'] = () => Response.json({ 'a b': wire });
    answers['GET /tools/mcp/servers/a%20b/tools'] = () => Response.json([OFFER]);
    expect(await client.fetchQuery(mcpServersQuery('one'))).toEqual([older]);
    expect(await client.fetchQuery(mcpServerQuery('one', 'a b'))).toEqual(older);
    await expect(client.fetchQuery(mcpServerQuery('one', 'other'))).rejects.toThrow('other');
    expect(await client.fetchQuery(mcpToolsQuery('one', older))).toMatchObject([{ name: 'look', id: null }]);
  });

  test('is added to, changed, refreshed and deleted by name', async () => {
    answers['PUT /tools/mcp/servers'] = () => Response.json([]);
    answers['PATCH /tools/mcp/servers/a%20b'] = () => Response.json({});
    answers['POST /tools/mcp/servers/a%20b/resync'] = () => Response.json({ deleted: ['y'] });
    answers['DELETE /tools/mcp/servers/a%20b'] = () => Response.json([]);
    const create = new MutationObserver(client, saveMcpServerMutation('one', null));
    expect(await create.mutate({ name: 'a b', config: CONFIG })).toBe('a b');
    expect(asked.at(-1)?.body).toEqual({ server_name: 'a b', type: 'streamable_http', ...FIELDS });
    const change = new MutationObserver(client, saveMcpServerMutation('one', older));
    expect(await change.mutate({ name: 'c', config: CONFIG })).toBe('c');
    const refresh = new MutationObserver(client, refreshMcpServerMutation('one', older));
    expect(await refresh.mutate(null)).toMatchObject({ deleted: ['y'] });
    await new MutationObserver(client, deleteMcpServerMutation('one')).mutate(older);
    expect(calls().slice(-1)).toEqual(['DELETE /tools/mcp/servers/a%20b']);
  });

  test('gets a tool into its library before an agent gets it, and runs it by name', async () => {
    vi.stubGlobal('location', { origin: 'http://localhost' });
    answers['POST /tools/mcp/servers/a%20b/look'] = () => Response.json({ id: 'tool-9' });
    answers['POST /tools/mcp/servers/a%20b/tools/look/execute'] = () =>
      Response.json({ status: 'success', func_return: 'seen' });
    const attach = new MutationObserver(client, attachMcpToolMutation('one', older));
    await expect(attach.mutate({ agentId: 'agent-1', tool: fromOffer(OFFER) })).rejects.toThrow();
    expect(calls()[0]).toBe('POST /tools/mcp/servers/a%20b/look');
    expect(calls()[1]).toMatch(/PATCH .*\/agents\/agent-1\/tools\/attach\/tool-9$/i);
    const signal = AbortSignal.timeout(1_000);
    const run = await runMcpTool({ serverId: 'one', server: older, tool: fromOffer(OFFER) }, {}, signal);
    expect(run).toMatchObject({ status: 'success', text: 'seen' });
  });
});

test.each([[{ status: 'success', tools: [OFFER] }], [[OFFER]]])('a connection is tried: %#', async (answer) => {
  answers['POST /tools/mcp/servers/test'] = () => Response.json(answer);
  expect(await testMcpServer('one', { name: 't', config: CONFIG }, AbortSignal.timeout(1_000))).toEqual([OFFER]);
  expect(asked[0]?.body).toEqual({ server_name: 't', type: 'streamable_http', ...FIELDS });
});

test('what only the server tells joins what the library knows, also under another name', () => {
  const tool = {
    id: 'tool-1',
    name: 'a_look',
    description: 'Looks',
    json_schema: { parameters: { type: 'object' }, 'mcp:SCHEMA_STATUS': 'NON_STRICT_ONLY' },
    metadata_: { mcp: { tool_name: 'look' } },
  };
  const [joined] = withOffers([fromLibrary(tool)], [OFFER]);
  expect(joined).toMatchObject({ name: 'look', libraryName: 'a_look', id: 'tool-1', title: 'Look' });
  expect(joined).toMatchObject({ annotations: { readOnlyHint: true }, health: { status: 'STRICT_COMPLIANT' } });
  expect(withOffers([fromLibrary(tool)], undefined)[0]?.health).toEqual({ status: 'NON_STRICT_ONLY', reasons: [] });
});

describe('connecting', () => {
  const stream = () =>
    new Response(
      'data: {"event":"connection_attempt"}\n\n: still waiting\n\ndata: nonsense\n\ndata: {"event":"new"}\n\ndata: {"event":"success","tools":[]}\n\n',
    );
  const events = async (server: McpServer) => {
    const all = [];
    for await (const { event } of connectMcp('one', server, AbortSignal.timeout(1_000))) all.push(event);
    return all;
  };

  test('is asked for with POST, and what is not understood is left out', async () => {
    answers[`POST /mcp-servers/connect/${ID}`] = stream;
    expect(await events(newer)).toEqual(['connection_attempt', 'success']);
  });

  test('is asked for with GET where POST is not known', async () => {
    answers[`GET /mcp-servers/connect/${ID}`] = stream;
    expect(await events(newer)).toEqual(['connection_attempt', 'success']);
    expect(calls()).toEqual([`POST /mcp-servers/connect/${ID}`, `GET /mcp-servers/connect/${ID}`]);
  });

  test('sends everything to the older API; a refusal is thrown', async () => {
    answers['POST /tools/mcp/servers/connect'] = stream;
    expect(await events(older)).toEqual(['connection_attempt', 'success']);
    expect(asked[0]?.body).toMatchObject({ server_name: 'a b', type: 'streamable_http' });
    answers = {};
    await expect(events(older)).rejects.toMatchObject({ status: 404 });
  });
});
