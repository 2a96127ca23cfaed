import type { McpServer } from '#lib/letta/mcp-config.ts';
import type { Tool } from '#lib/letta/tools.ts';

/** The MCP server a tool is called through. */
export interface McpOrigin {
  tool: Tool;
  serverId: string | null;
  serverName: string;
  /** What its server calls the tool. */
  toolName: string;
}

/** Where a tool of an MCP server comes from; null for every other tool, and where nothing tells. */
export function originOf(tool: Tool): McpOrigin | null {
  if (tool.tool_type !== 'external_mcp') return null;
  const mcp = (tool.metadata_ as { mcp?: Record<string, unknown> } | null | undefined)?.mcp;
  const tagged = tool.tags?.find((tag) => tag.startsWith('mcp:'))?.slice('mcp:'.length);
  const serverName = typeof mcp?.['server_name'] === 'string' ? mcp['server_name'] : tagged;
  if (!serverName) return null;
  return {
    tool,
    serverId: typeof mcp?.['server_id'] === 'string' ? mcp['server_id'] : null,
    serverName,
    toolName: typeof mcp?.['tool_name'] === 'string' ? mcp['tool_name'] : (tool.name ?? ''),
  };
}

/** The variables that a server's settings name without a default. */
export function templateVariables({ config }: McpServer): string[] {
  const texts =
    config.kind === 'stdio'
      ? [...config.args, ...Object.values(config.env)]
      : [config.url, config.authToken ?? '', ...Object.values(config.headers)];
  const names = texts.flatMap((text) => [...text.matchAll(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g)].map((match) => match[1]));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The server a tool comes from, among these. */
export function serverOf(origin: McpOrigin, servers: McpServer[]): McpServer | undefined {
  return servers.find(({ key }) => key === origin.serverId) ?? servers.find(({ name }) => name === origin.serverName);
}
