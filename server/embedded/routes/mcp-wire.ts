import { LettaError } from '#server/embedded/letta-error.ts';
import { fromStoredConfig, hideSecrets, type McpConfig } from '#server/embedded/mcp/mcp-config.ts';
import type { McpFailure } from '#server/embedded/mcp/mcp-failure.ts';
import type { McpTool } from '#server/embedded/mcp/open-connection.ts';
import { judgeSchema } from '#server/embedded/mcp/schema-health.ts';
import type { KeySeal } from '#server/embedded/store/key-seal.ts';
import type { McpServerRow } from '#server/embedded/store/mcp-servers.ts';

/** An MCP server as clients of the newer API get it. */
export function toMcpServer(row: McpServerRow, seal: KeySeal) {
  return { ...hideSecrets(fromStoredConfig(row, seal)), id: row.id, server_name: row.server_name };
}

/** An MCP server as clients of the older API get it. */
export function toLegacyMcpServer(name: string, config: McpConfig) {
  const { mcp_server_type: type, ...fields } = hideSecrets(config);
  return { server_name: name, type, ...fields };
}

/** A tool as its server offers it, with a word on its schema. */
export function toOfferedTool(tool: McpTool) {
  const { status, reasons } = judgeSchema(tool.inputSchema);
  return { ...tool, health: { status, reasons } };
}

/** What a tool gave back when a person ran it. */
export function toToolResult({ ok, text }: { ok: boolean; text: string }) {
  return {
    status: ok ? 'success' : 'error',
    func_return: text,
    agent_state: null,
    stdout: null,
    stderr: null,
    sandbox_config_fingerprint: null,
  };
}

/** The answer to a request that its MCP server failed: 408 when it took too long, else 502. */
export function toMcpError(error: McpFailure): LettaError {
  if (error.kind === 'timeout') return new LettaError(408, { detail: error.message });
  const { message } = error;
  return new LettaError(502, { error: { type: 'mcp_connection_error', message, detail: message } });
}
