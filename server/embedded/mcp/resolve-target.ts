import type { AgentRow } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { fillTemplate } from './fill-template.ts';
import type { McpConfig } from './mcp-config.ts';
import { McpFailure } from './mcp-failure.ts';

/** Where a connection leads to, with everything filled in. */
export type McpTarget =
  | { type: 'sse' | 'streamable_http'; url: string; headers: Record<string, string> }
  | { type: 'stdio'; command: string; args: string[]; env: Record<string, string> };

type Caller = Pick<AgentRow, 'id' | 'secrets'>;

/** What may stand in the value of a header. */
export const IN_HEADERS = /^[\t\x20-\x7e\x80-\xff]*$/;
const IN_ENVIRONMENTS = /^[^\0]*$/;

/**
 * The target of a configuration for one agent, whose secrets fill the templates; null where no agent calls. Throws
 * `McpFailure` when a secret cannot stand where it should.
 */
export function resolveTarget(config: McpConfig, agent: Caller | null): McpTarget {
  const variables = agent ? fromJson<Record<string, string>>(agent.secrets) : {};
  if (config.mcp_server_type === 'stdio') {
    const env = fillAll(config.env, variables, IN_ENVIRONMENTS);
    return { type: 'stdio', command: config.command, args: config.args, env };
  }
  const token = config.auth_token ? { [config.auth_header || 'Authorization']: config.auth_token } : {};
  const headers = fillAll({ ...config.custom_headers, ...token }, variables, IN_HEADERS);
  if (agent) headers['x-agent-id'] = agent.id;
  return { type: config.mcp_server_type, url: config.server_url, headers };
}

function fillAll(
  templates: Record<string, string> | null,
  variables: Record<string, string>,
  allowed: RegExp,
): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const [name, template] of Object.entries(templates ?? {})) {
    const value = fillTemplate(template, variables);
    // What a library says of such a value repeats the value.
    if (!allowed.test(value))
      throw new McpFailure('unreachable', `The secret for ${name} has signs that cannot be sent. Check it.`);
    filled[name] = value;
  }
  return filled;
}
