import { unprocessable } from '#server/embedded/letta-error.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import type { KeySeal } from '#server/embedded/store/key-seal.ts';
import type { McpServerRow } from '#server/embedded/store/mcp-servers.ts';

/** An MCP server that is reached over HTTP. */
export interface HttpConfig {
  mcp_server_type: 'sse' | 'streamable_http';
  server_url: string;
  auth_header: string | null;
  auth_token: string | null;
  custom_headers: Record<string, string> | null;
}

/** An MCP server that is a program of this machine. */
export interface StdioConfig {
  mcp_server_type: 'stdio';
  command: string;
  args: string[];
  env: Record<string, string> | null;
}

/** How an MCP server is reached, in Letta's own field names. */
export type McpConfig = HttpConfig | StdioConfig;

interface Secrets {
  auth_token?: string | null;
  custom_headers?: Record<string, string> | null;
  env?: Record<string, string> | null;
}

/** What stands for a secret in answers. Sent back, it means the secret that is stored. */
const HIDDEN = '[hidden]';

/** The two columns a configuration is stored in, so that the file of the database alone tells no secret. */
export function toStoredConfig(config: McpConfig, seal: KeySeal): { config: string; secrets: Uint8Array } {
  if (config.mcp_server_type === 'stdio') {
    const { env, ...open } = config;
    return { config: JSON.stringify(open), secrets: seal.seal(JSON.stringify({ env })) };
  }
  const { auth_token, custom_headers, ...open } = config;
  return { config: JSON.stringify(open), secrets: seal.seal(JSON.stringify({ auth_token, custom_headers })) };
}

/** The configuration of a stored server. Secrets sealed by another key file are gone: the server then refuses, and says so. */
export function fromStoredConfig(row: Pick<McpServerRow, 'config' | 'secrets'>, seal: KeySeal): McpConfig {
  const secrets = fromJson<Secrets>(seal.open(row.secrets) ?? '{}');
  const open = fromJson<McpConfig>(row.config);
  return open.mcp_server_type === 'stdio'
    ? { ...open, env: secrets.env ?? null }
    : { ...open, auth_token: secrets.auth_token ?? null, custom_headers: secrets.custom_headers ?? null };
}

/** A configuration without its token and the values of its headers. One that only names a variable is no secret. */
export function hideSecrets(config: McpConfig): McpConfig {
  if (config.mcp_server_type === 'stdio') return config;
  const { auth_token, custom_headers } = config;
  const headers = Object.entries(custom_headers ?? {}).map(([name, value]) => [name, hide(value)]);
  return {
    ...config,
    auth_token: auth_token === null ? null : hide(auth_token),
    custom_headers: custom_headers === null ? null : Object.fromEntries(headers),
  };
}

/**
 * A changed configuration whose hidden values are again those of the old one. Throws 422 when they would go to another
 * server than the one they were entered for.
 */
export function restoreSecrets(changed: McpConfig, old: McpConfig): McpConfig {
  if (changed.mcp_server_type === 'stdio') return changed;
  const values = [changed.auth_token, ...Object.values(changed.custom_headers ?? {})];
  if (!values.includes(HIDDEN)) return changed;
  if (old.mcp_server_type === 'stdio' || new URL(old.server_url).origin !== new URL(changed.server_url).origin) {
    throw unprocessable('The address leads to another server. Enter the token and the values of the headers again.');
  }
  const known = new Map(Object.entries(old.custom_headers ?? {}));
  const headers = Object.entries(changed.custom_headers ?? {}).map(([name, value]) => [
    name,
    value === HIDDEN ? (known.get(name) ?? value) : value,
  ]);
  return {
    ...changed,
    auth_token: changed.auth_token === HIDDEN ? old.auth_token : changed.auth_token,
    custom_headers: changed.custom_headers === null ? null : Object.fromEntries(headers),
  };
}

function hide(value: string): string {
  return value === '' || /^(?:Bearer )?\{\{\s*\w+\s*\}\}$/i.test(value) ? value : HIDDEN;
}
