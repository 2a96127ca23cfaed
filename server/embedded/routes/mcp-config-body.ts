import { z } from 'zod';
import { badRequest, invalidFields } from '#server/embedded/letta-error.ts';
import { describeBadAddress } from '#server/embedded/mcp/mcp-address.ts';
import type { McpConfig } from '#server/embedded/mcp/mcp-config.ts';
import type { McpPolicy } from '#server/embedded/mcp/mcp-pool.ts';
import { IN_HEADERS } from '#server/embedded/mcp/resolve-target.ts';
import { checkPart } from './parse-request.ts';

const TYPES = ['stdio', 'sse', 'streamable_http'] as const;

/** They travel in a header, where a line break would begin another one. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'This is no name of a header');
const headerValue = z.string().regex(IN_HEADERS, 'A header has no line breaks and no other signs');
const web = z.looseObject({
  server_url: z.string(),
  auth_header: headerName.or(z.literal('')).nullish(),
  auth_token: headerValue.nullish(),
  custom_headers: z.record(headerName, headerValue).nullish(),
});
const program = z.looseObject({
  command: z
    .string()
    .min(1)
    .regex(/^[^\0]*$/),
  args: z.array(z.string().regex(/^[^\0]*$/)),
  env: z.record(z.string().regex(/^[^=\0]+$/), z.string()).nullish(),
});

export type McpServerType = (typeof TYPES)[number];

/** The configuration in a body of the newer API, whose type stands in it. Throws 400 and 422 as the original does. */
export function requireMcpConfig(value: Record<string, unknown>, policy: McpPolicy): McpConfig {
  const type = value['mcp_server_type'];
  const known = TYPES.find((each) => each === type);
  if (known) return toMcpConfig(value, { type: known, place: ['body', 'config', known], policy });
  const issue =
    type === undefined
      ? { type: 'union_tag_not_found', msg: "Unable to extract tag using discriminator 'mcp_server_type'" }
      : { type: 'union_tag_invalid', msg: `Input tag '${String(type)}' is none of ${TYPES.join(', ')}` };
  throw invalidFields([{ ...issue, loc: ['body', 'config'], input: value }]);
}

/** The configuration in a body of the older API, whose fields lie beside the name. Throws 400 and 422. */
export function requireLegacyConfig(body: Record<string, unknown>, policy: McpPolicy): McpConfig {
  const guessed = 'command' in body ? 'stdio' : 'streamable_http';
  const type = TYPES.find((each) => each === (body['type'] ?? guessed));
  if (!type) {
    const msg = `Input should be ${TYPES.map((each) => `'${each}'`).join(' or ')}`;
    throw invalidFields([{ type: 'enum', loc: ['body', 'type'], msg, input: body['type'] }]);
  }
  return toMcpConfig(body, { type, place: ['body', type], policy });
}

/** Throws 400 when programs of this machine may not be MCP servers. */
function requireStdioAllowed(type: string, policy: McpPolicy): void {
  if (type !== 'stdio' || policy.allowStdio) return;
  throw badRequest('MCP stdio servers are disabled. Start the server with ADE_ALLOW_STDIO=1 to enable them.');
}

function toMcpConfig(
  value: unknown,
  { type, place, policy }: { type: McpServerType; place: string[]; policy: McpPolicy },
): McpConfig {
  if (type === 'stdio') {
    const { command, args, env } = checkPart(program, value, place);
    requireStdioAllowed(type, policy);
    return { mcp_server_type: type, command, args, env: env ?? null };
  }
  const body = checkPart(web, value, place);
  requireGoodAddress(body.server_url, [...place, 'server_url'], policy);
  return {
    mcp_server_type: type,
    server_url: body.server_url,
    auth_header: body.auth_header ?? null,
    auth_token: body.auth_token ?? null,
    custom_headers: body.custom_headers ?? null,
  };
}

function requireGoodAddress(address: string, loc: string[], policy: McpPolicy): void {
  const bad = describeBadAddress(address, policy);
  if (bad) throw invalidFields([{ type: 'value_error', loc, msg: `Value error, ${bad}`, input: address }]);
}
