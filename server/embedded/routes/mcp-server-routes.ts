import { Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId, requireId } from '#server/embedded/ids.ts';
import { badRequest, notFound } from '#server/embedded/letta-error.ts';
import { callMcpTool, listOfferedTools } from '#server/embedded/mcp/call-mcp-tool.ts';
import { fromStoredConfig, type McpConfig, restoreSecrets, toStoredConfig } from '#server/embedded/mcp/mcp-config.ts';
import { originOf } from '#server/embedded/mcp/mcp-tool-row.ts';
import { deleteMcpTools, listMcpTools, syncMcpTools, syncQuietly } from '#server/embedded/mcp/sync-mcp-tools.ts';
import { type AgentRow, requireAgent } from '#server/embedded/store/agents.ts';
import {
  deleteMcpServer,
  insertMcpServer,
  listMcpServers,
  type McpServerRow,
  requireMcpServer,
  updateMcpServer,
} from '#server/embedded/store/mcp-servers.ts';
import { requireTool, type ToolRow } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { requireMcpConfig } from './mcp-config-body.ts';
import { toMcpServer, toToolResult } from './mcp-wire.ts';
import { parseBody, parseQuery } from './parse-request.ts';
import { toTool } from './tool-wire.ts';

/** Names stand in paths of the older API. */
export const mcpServerName = z.string().min(1).max(100);
const config = z.looseObject({});
const createBody = z.looseObject({ server_name: mcpServerName, config });
const updateBody = z.looseObject({ server_name: mcpServerName.nullish(), config });
export const refreshQuery = z.object({ agent_id: z.string().optional() });
export const mcpRunBody = z.looseObject({ args: z.record(z.string(), z.unknown()).default({}) });

/** `/v1/mcp-servers/`: MCP servers and their tools, which are in the tool library too. */
export function mcpServerRoutes(context: EmbeddedContext): Hono {
  const { db, seal, mcp } = context;
  const app = new Hono();
  app.get('/', async (c) => c.json((await listMcpServers(db)).map((row) => toMcpServer(row, seal))));
  app.post('/', async (c) => {
    const body = await parseBody(c, createBody);
    const row = await addMcpServer(context, body.server_name, requireMcpConfig(body.config, mcp.policy));
    return c.json(toMcpServer(row, seal));
  });
  app.get('/:id', async (c) => c.json(toMcpServer(await requireMcpServer(db, c.req.param('id')), seal)));
  app.patch('/:id', async (c) => {
    const body = await parseBody(c, updateBody);
    const server = await requireMcpServer(db, c.req.param('id'));
    const changed = requireMcpConfig(body.config, mcp.policy);
    return c.json(toMcpServer(await changeMcpServer(context, server, { name: body.server_name, changed }), seal));
  });
  app.delete('/:id', async (c) => {
    const id = c.req.param('id');
    if (!(await removeMcpServer(context, id))) throw badRequest(`MCP server with id ${id} not found.`);
    return c.body(null, 204);
  });
  app.get('/:id/tools', async (c) => c.json((await listMcpTools(context, c.req.param('id'))).map(toTool)));
  app.get('/:id/tools/:tool_id', async (c) => c.json(toTool(await requireToolOf(context, c.req.param()))));
  app.post('/:id/tools/:tool_id/run', async (c) => {
    const { args } = await parseBody(c, mcpRunBody, { optional: true });
    const tool = await requireToolOf(context, c.req.param());
    return c.json(await runMcpTool(context, tool, { args, signal: c.req.raw.signal }));
  });
  app.patch('/:id/refresh', async (c) => {
    const { agent_id } = parseQuery(c, refreshQuery);
    const server = await requireMcpServer(db, c.req.param('id'));
    return c.json(await refreshMcpServer(context, server, { agentId: agent_id, signal: c.req.raw.signal }));
  });
  return app;
}

/** Adds an MCP server with its tools; without them when it cannot be reached. 409 when its name is taken. */
export async function addMcpServer(context: EmbeddedContext, name: string, config: McpConfig): Promise<McpServerRow> {
  const id = newId('mcp_server');
  const createdAt = nowIso();
  const stored = toStoredConfig(config, context.seal);
  await insertMcpServer(context.db, {
    id,
    server_name: name,
    ...stored,
    created_at: createdAt,
    updated_at: createdAt,
  });
  const row = await requireMcpServer(context.db, id);
  await syncQuietly(context, row, () => listOfferedTools(context, row));
  return row;
}

/** Changes an MCP server and reads its tools again; secrets that were sent back hidden stay. 409 when its new name is taken. */
export async function changeMcpServer(
  context: EmbeddedContext,
  server: McpServerRow,
  { name, changed }: { name: string | null | undefined; changed: McpConfig },
): Promise<McpServerRow> {
  const old = fromStoredConfig(server, context.seal);
  const config = restoreSecrets(changed, old);
  // What one server has given us must not be shown to another.
  const isElsewhere = placeOf(config) !== placeOf(old);
  await updateMcpServer(context.db, server, {
    ...toStoredConfig(config, context.seal),
    ...(name ? { server_name: name } : {}),
    ...(isElsewhere ? { oauth: null } : {}),
  });
  await context.mcp.forget(server.id);
  const row = await requireMcpServer(context.db, server.id);
  await syncQuietly(context, row, () => listOfferedTools(context, row));
  return row;
}

/** Removes an MCP server, its tools and its program; false if there was none. */
export async function removeMcpServer(context: EmbeddedContext, id: string): Promise<boolean> {
  if (!(await deleteMcpServer(context.db, id))) return false;
  await deleteMcpTools(context, id);
  await context.mcp.forget(id);
  return true;
}

/** Reads the tools of an MCP server again, with an agent's secrets if one is named. Throws 404 and `McpFailure`. */
export async function refreshMcpServer(
  context: EmbeddedContext,
  server: McpServerRow,
  { agentId, signal }: { agentId: string | undefined; signal: AbortSignal },
) {
  const agent: AgentRow | null = agentId ? await requireAgent(context.db, requireId('agent', agentId)) : null;
  const offered = await listOfferedTools(context, server, { agent, signal });
  return await syncMcpTools(context, server, offered);
}

/** Runs a tool for a person. Throws `McpFailure` when its server fails; a tool that fails is an answer. */
export async function runMcpTool(
  context: EmbeddedContext,
  tool: ToolRow,
  { args, signal }: { args: Record<string, unknown>; signal: AbortSignal },
) {
  return toToolResult(await callMcpTool(context, tool, { args, agent: null, signal }));
}

async function requireToolOf(context: EmbeddedContext, params: Record<string, string>): Promise<ToolRow> {
  const { id = '', tool_id = '' } = params;
  const tool = await requireTool(context.db, requireId('tool', tool_id));
  if (originOf(tool)?.server_id === id) return tool;
  throw notFound(`The MCP server ${id} has no tool ${tool_id}.`);
}

function placeOf(config: McpConfig): string {
  return config.mcp_server_type === 'stdio' ? config.command : config.server_url;
}
