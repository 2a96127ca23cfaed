import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { badRequest, notFound } from '#server/embedded/letta-error.ts';
import { listOfferedTools } from '#server/embedded/mcp/call-mcp-tool.ts';
import { describeBadAddress } from '#server/embedded/mcp/mcp-address.ts';
import { fromStoredConfig, type McpConfig, restoreSecrets } from '#server/embedded/mcp/mcp-config.ts';
import { nameAtServer } from '#server/embedded/mcp/mcp-tool-row.ts';
import { resolveTarget } from '#server/embedded/mcp/resolve-target.ts';
import { addMcpTool, listMcpTools } from '#server/embedded/mcp/sync-mcp-tools.ts';
import { findMcpServer, listMcpServers, type McpServerRow } from '#server/embedded/store/mcp-servers.ts';
import { requireLegacyConfig } from './mcp-config-body.ts';
import {
  addMcpServer,
  changeMcpServer,
  mcpRunBody,
  mcpServerName,
  refreshMcpServer,
  refreshQuery,
  removeMcpServer,
  runMcpTool,
} from './mcp-server-routes.ts';
import { toLegacyMcpServer, toOfferedTool } from './mcp-wire.ts';
import { parseBody, parseQuery } from './parse-request.ts';
import { toTool } from './tool-wire.ts';

const saveBody = z.looseObject({ server_name: mcpServerName });
const updateBody = z.looseObject({ server_name: mcpServerName.nullish() });

/** `/v1/tools/mcp/`: the same MCP servers as older clients know them, by name. */
export function legacyMcpRoutes(context: EmbeddedContext): Hono {
  const { db, seal, mcp } = context;
  const app = new Hono();
  const toLegacy = (row: McpServerRow) => toLegacyMcpServer(row.server_name, fromStoredConfig(row, seal));
  const listLegacy = async () => (await listMcpServers(db)).map(toLegacy);
  app.get('/servers', async (c) =>
    c.json(Object.fromEntries((await listLegacy()).map((server) => [server.server_name, server]))),
  );
  app.put('/servers', async (c) => {
    const body = await parseBody(c, saveBody);
    await addMcpServer(context, body.server_name, requireLegacyConfig(body, mcp.policy));
    return c.json(await listLegacy());
  });
  app.post('/servers/test', async (c) => {
    const tools = await testServer(context, await parseBody(c, saveBody), c.req.raw.signal);
    return c.json({ status: 'success', tools });
  });
  app.patch('/servers/:name', async (c) => {
    const body = await parseBody(c, updateBody);
    const server = await requireByName(context, c);
    const old = toLegacy(server);
    // A change of one field leaves the others; a change to another type needs all of its own.
    const changed = requireLegacyConfig({ ...old, ...withoutUndefined(body) }, mcp.policy);
    return c.json(toLegacy(await changeMcpServer(context, server, { name: body.server_name, changed })));
  });
  app.delete('/servers/:name', async (c) => {
    await removeMcpServer(context, (await requireByName(context, c)).id);
    return c.json(await listLegacy());
  });
  app.get('/servers/:name/tools', async (c) => {
    const server = await requireByName(context, c);
    return c.json((await readOffered(context, server, c)).map(toOfferedTool));
  });
  app.post('/servers/:name/resync', async (c) => {
    const { agent_id } = parseQuery(c, refreshQuery);
    const server = await requireByName(context, c);
    return c.json(await refreshMcpServer(context, server, { agentId: agent_id, signal: c.req.raw.signal }));
  });
  app.post('/servers/:name/:tool', async (c) => {
    const server = await requireByName(context, c);
    const name = c.req.param('tool');
    const offered = (await readOffered(context, server, c)).find((each) => each.name === name);
    const tool = offered && (await addMcpTool(context, server, offered));
    if (!tool) throw notFound(`The MCP server ${server.server_name} has no tool ${name}.`);
    return c.json(toTool(tool));
  });
  app.post('/servers/:name/tools/:tool/execute', async (c) => {
    const { args } = await parseBody(c, mcpRunBody, { optional: true });
    const server = await requireByName(context, c);
    const name = c.req.param('tool');
    const tools = await listMcpTools(context, server.id);
    const tool = tools.find((each) => nameAtServer(each) === name);
    if (!tool) throw notFound(`The MCP server ${server.server_name} has no tool ${name}.`);
    return c.json(await runMcpTool(context, tool, { args, signal: c.req.raw.signal }));
  });
  return app;
}

/** What a server offers that is not stored. Hidden secrets are those of the stored server of that name. Throws 400 and `McpFailure`. */
async function testServer(context: EmbeddedContext, body: z.output<typeof saveBody>, signal: AbortSignal) {
  const url = body['server_url'];
  const bad = typeof url === 'string' ? describeBadAddress(url, context.mcp.policy) : null;
  if (bad) throw badRequest(bad);
  const config = await withStoredSecrets(context, body.server_name, requireLegacyConfig(body, context.mcp.policy));
  const target = resolveTarget(config, null);
  const tools = await context.mcp.runOnce({ target }, (connection) => connection.listTools(signal));
  return tools.map(toOfferedTool);
}

async function withStoredSecrets(context: EmbeddedContext, name: string, config: McpConfig): Promise<McpConfig> {
  const stored = await findMcpServer(context.db, name);
  return stored ? restoreSecrets(config, fromStoredConfig(stored, context.seal)) : config;
}

async function readOffered(context: EmbeddedContext, server: McpServerRow, c: Context) {
  return await listOfferedTools(context, server, { agent: null, signal: c.req.raw.signal });
}

async function requireByName({ db }: EmbeddedContext, c: Context): Promise<McpServerRow> {
  const name = c.req.param('name') ?? '';
  const server = await findMcpServer(db, name);
  if (!server) throw badRequest(`There is no MCP server named ${name}.`);
  return server;
}

function withoutUndefined(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null));
}
