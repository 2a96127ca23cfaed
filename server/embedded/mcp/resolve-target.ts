import type { AgentRow } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { fillTemplate } from './fill-template.ts';
import type { McpConfig } from './mcp-config.ts';

/** Where a connection leads to, with everything filled in. */
export type McpTarget =
  | { type: 'sse' | 'streamable_http'; url: string; headers: Record<string, string> }
  | { type: 'stdio'; command: string; args: string[]; env: Record<string, string> };

type Caller = Pick<AgentRow, 'id' | 'secrets'>;

/** The target of a configuration for one agent, whose secrets fill the templates; null where no agent calls. */
export function resolveTarget(config: McpConfig, agent: Caller | null): McpTarget {
  const variables = agent ? fromJson<Record<string, string>>(agent.secrets) : {};
  const filled = (values: Record<string, string> | null) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, fillTemplate(value, variables)]));
  if (config.mcp_server_type === 'stdio') {
    return { type: 'stdio', command: config.command, args: config.args, env: filled(config.env) };
  }
  const headers = filled(config.custom_headers);
  if (config.auth_token) headers[config.auth_header || 'Authorization'] = fillTemplate(config.auth_token, variables);
  if (agent) headers['x-agent-id'] = agent.id;
  return { type: config.mcp_server_type, url: config.server_url, headers };
}
