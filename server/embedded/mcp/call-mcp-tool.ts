import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { type McpServerRow, requireMcpServer } from '#server/embedded/store/mcp-servers.ts';
import type { ToolRow } from '#server/embedded/store/tools.ts';
import { fromStoredConfig } from './mcp-config.ts';
import { McpFailure } from './mcp-failure.ts';
import { nameAtServer, originOf } from './mcp-tool-row.ts';
import type { McpConnection, McpTool } from './open-connection.ts';
import { resolveTarget } from './resolve-target.ts';
import { resultText } from './result-text.ts';
import { storedLogin } from './stored-login.ts';

/** Who asks an MCP server for something, and until when. */
export interface McpCaller {
  /** The agent whose secrets fill the templates of the server; null where a person asks. */
  agent: AgentRow | null;
  signal?: AbortSignal | undefined;
}

/** Works on a connection to a server of the store. Throws `McpFailure`. */
async function withMcpServer<T>(
  context: EmbeddedContext,
  server: McpServerRow,
  { agent, signal, work }: McpCaller & { work(connection: McpConnection): Promise<T> },
): Promise<T> {
  const target = resolveTarget(fromStoredConfig(server, context.seal), agent);
  const login = storedLogin(context, server);
  return await context.mcp.run({ serverId: server.id, target, login, signal }, work);
}

/** What a server offers now. Throws `McpFailure`. */
export async function listOfferedTools(
  context: EmbeddedContext,
  server: McpServerRow,
  caller: McpCaller = { agent: null },
): Promise<McpTool[]> {
  return await withMcpServer(context, server, {
    ...caller,
    work: (connection) => connection.listTools(caller.signal),
  });
}

/**
 * Calls a tool of the library through its MCP server; `ok` is false when the tool says it has failed. A call is never
 * made twice. Throws `McpFailure`, and 404 when the server is gone.
 */
export async function callMcpTool(
  context: EmbeddedContext,
  tool: ToolRow,
  { args, ...caller }: McpCaller & { args: Record<string, unknown> },
): Promise<{ ok: boolean; text: string }> {
  const origin = originOf(tool);
  if (!origin) throw new McpFailure('unreachable', `The tool ${tool.name} belongs to no MCP server.`);
  const server = await requireMcpServer(context.db, origin.server_id);
  const { request_heartbeat: _heartbeat, ...own } = args;
  const call = { name: nameAtServer(tool), args: own };
  const result = await withMcpServer(context, server, {
    ...caller,
    work: (connection) => connection.callTool(call, caller.signal),
  });
  return { ok: result.isError !== true, text: resultText(result) };
}
