import { createParser } from 'eventsource-parser';
import { adeFetch } from './ade-session.ts';
import { ADE_HEADERS, serverPath } from './create-letta-client.ts';
import { type McpServer, toWireFields } from './mcp-config.ts';
import { isId } from './mcp-servers.ts';
import type { OfferedTool } from './mcp-tools.ts';
import { refusalOf } from './request-json.ts';

/** What a server tells while it connects to an MCP server. */
export type McpConnectEvent =
  | { event: 'connection_attempt' }
  | { event: 'oauth_required'; message?: string }
  | { event: 'authorization_url'; url: string }
  | { event: 'waiting_for_auth'; message?: string }
  | { event: 'success'; tools?: OfferedTool[] }
  | { event: 'error'; message?: string };

const NAMES = ['connection_attempt', 'oauth_required', 'authorization_url', 'waiting_for_auth', 'success', 'error'];

/**
 * Connects to an MCP server, and waits for a person to log in where it asks for that. The signal ends both. Throws
 * RequestError when the server refuses to try.
 */
export async function* connectMcp(
  serverId: string,
  server: McpServer,
  signal: AbortSignal,
): AsyncGenerator<McpConnectEvent> {
  const response = await open(serverId, server, signal);
  if (!response.ok || !response.body) throw await refusalOf(response);
  let batch: McpConnectEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = readEvent(data);
      if (event) batch.push(event);
    },
  });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parser.feed(decoder.decode(value, { stream: true }));
    yield* batch;
    batch = [];
  }
  parser.reset({ consume: true });
  yield* batch;
}

async function open(serverId: string, server: McpServer, signal: AbortSignal): Promise<Response> {
  const base = `${serverPath(serverId)}/v1`;
  if (!isId(server.key)) {
    const body = JSON.stringify({ server_name: server.name, type: server.config.kind, ...toWireFields(server.config) });
    const headers = { ...ADE_HEADERS, 'content-type': 'application/json' };
    return await adeFetch(`${base}/tools/mcp/servers/connect`, { method: 'POST', headers, body, signal });
  }
  const path = `${base}/mcp-servers/connect/${encodeURIComponent(server.key)}`;
  // A browser names its origin, to which the login leads back, with POST only; the original knows only GET.
  const posted = await adeFetch(path, { method: 'POST', headers: ADE_HEADERS, signal });
  if (posted.status !== 404 && posted.status !== 405) return posted;
  return await adeFetch(path, { headers: ADE_HEADERS, signal });
}

function readEvent(data: string): McpConnectEvent | null {
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed !== 'object' || parsed === null || !('event' in parsed)) return null;
    return NAMES.includes(String(parsed.event)) ? (parsed as McpConnectEvent) : null;
  } catch {
    return null;
  }
}
