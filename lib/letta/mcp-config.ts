/** How an MCP server is reached. */
export type McpConfig =
  | {
      kind: 'streamable_http' | 'sse';
      url: string;
      authHeader: string | null;
      authToken: string | null;
      headers: Record<string, string>;
    }
  | { kind: 'stdio'; command: string; args: string[]; env: Record<string, string> };

/** An MCP server that a Letta server knows. */
export interface McpServer {
  /** What paths name it by: its id, or with the older API its name. */
  key: string;
  name: string;
  config: McpConfig;
}

/** What the built-in server answers in place of a secret; sent back, it means the one that is stored. */
export const HIDDEN_SECRET = '[hidden]';

/** A configuration as it is answered, by either API. */
export interface WireMcpServer {
  id?: string | null;
  server_name: string;
  mcp_server_type?: string | null;
  /** The older API's word for it. */
  type?: string | null;
  server_url?: string | null;
  auth_header?: string | null;
  auth_token?: string | null;
  custom_headers?: Record<string, string> | null;
  command?: string | null;
  args?: string[] | null;
  env?: Record<string, string> | null;
}

/** Reads an answered server. */
export function toMcpServer(wire: WireMcpServer): McpServer {
  const type = wire.mcp_server_type ?? wire.type ?? 'streamable_http';
  const config: McpConfig =
    type === 'stdio'
      ? { kind: 'stdio', command: wire.command ?? '', args: wire.args ?? [], env: wire.env ?? {} }
      : {
          kind: type === 'sse' ? 'sse' : 'streamable_http',
          url: wire.server_url ?? '',
          authHeader: wire.auth_header ?? null,
          authToken: wire.auth_token ?? null,
          headers: wire.custom_headers ?? {},
        };
  return { key: wire.id ?? wire.server_name, name: wire.server_name, config };
}

/** The fields of a configuration but its type, which each API names in its own way. */
export function toWireFields(config: McpConfig): Record<string, unknown> {
  if (config.kind === 'stdio') return { command: config.command, args: config.args, env: config.env };
  return {
    server_url: config.url,
    auth_header: config.authHeader,
    auth_token: config.authToken,
    custom_headers: config.headers,
  };
}

/** The command line of a program, as one would type it. */
export function commandLineOf({ command, args }: { command: string; args: string[] }): string {
  return [command, ...args].map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');
}

/** Where a server is: its address, or its command line. */
export function placeOf(config: McpConfig): string {
  return config.kind === 'stdio' ? commandLineOf(config) : config.url;
}
