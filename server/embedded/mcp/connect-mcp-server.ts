import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { type McpServerRow, requireMcpServer } from '#server/embedded/store/mcp-servers.ts';
import { listOfferedTools } from './call-mcp-tool.ts';
import { fromStoredConfig, type HttpConfig } from './mcp-config.ts';
import { McpFailure } from './mcp-failure.ts';
import { createLogin, saveLogin } from './mcp-login.ts';
import type { McpTool } from './open-connection.ts';
import { resolveTarget } from './resolve-target.ts';
import { syncMcpTools } from './sync-mcp-tools.ts';

/** What happens while a server is connected, in the original's names. */
export type ConnectEvent =
  | { event: 'connection_attempt'; server_name: string }
  | { event: 'oauth_required'; message: string }
  | { event: 'authorization_url'; url: string; session_id: string }
  | { event: 'waiting_for_auth'; message: string }
  | { event: 'success'; tools: McpTool[] }
  | { event: 'error'; message: string };

export interface ConnectOptions {
  /** Where the browser of the person comes back to. */
  redirectUrl: string;
  signal: AbortSignal;
}

/** Connects a server and reads its tools into the library; where it asks for a login, a person is asked to log in first. */
export async function* connectMcpServer(
  context: EmbeddedContext,
  server: McpServerRow,
  options: ConnectOptions,
): AsyncGenerator<ConnectEvent> {
  yield { event: 'connection_attempt', server_name: server.server_name };
  try {
    const first = await tryToList(context, server, options.signal);
    if (first) return yield await succeed(context, server, first);
    const config = fromStoredConfig(server, context.seal);
    if (config.mcp_server_type === 'stdio' || config.auth_token)
      throw new McpFailure('unauthorized', 'The MCP server refuses this token. Enter another one.');
    yield { event: 'oauth_required', message: 'The MCP server asks for a login.' };
    yield* logIn(context, server, { ...options, config });
    const changed = await requireMcpServer(context.db, server.id);
    await context.mcp.forget(server.id);
    const tools = await listOfferedTools(context, changed, { agent: null, signal: options.signal });
    yield await succeed(context, changed, tools);
  } catch (error) {
    if (!(error instanceof McpFailure || options.signal.aborted))
      context.log(`Connecting the MCP server ${server.id} failed: ${String(error)}`);
    yield { event: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The tools, or null when the server wants to know who asks. */
async function tryToList(context: EmbeddedContext, server: McpServerRow, signal: AbortSignal) {
  return await listOfferedTools(context, server, { agent: null, signal }).catch((error: unknown) => {
    if (error instanceof McpFailure && error.kind === 'unauthorized') return null;
    throw error;
  });
}

async function succeed(context: EmbeddedContext, server: McpServerRow, tools: McpTool[]): Promise<ConnectEvent> {
  await syncMcpTools(context, server, tools);
  return { event: 'success', tools };
}

async function* logIn(
  context: EmbeddedContext,
  server: McpServerRow,
  { config, redirectUrl, signal }: ConnectOptions & { config: HttpConfig },
): AsyncGenerator<ConnectEvent> {
  const { auth } = await import('@modelcontextprotocol/sdk/client/auth.js');
  const waiting = context.logins.open();
  try {
    const address: { url: URL | null } = { url: null };
    const login: OAuthClientProvider = createLogin({
      redirectUrl,
      save: (state) => saveLogin(context, server.id, state),
      prompt: {
        state: waiting.state,
        open(url) {
          address.url = url;
        },
      },
    });
    const fetchFn = (url: string | URL, init?: RequestInit) => context.mcp.web.fetch(url, { ...init, signal });
    const found = await askWhere(config, fetchFn);
    const request = { serverUrl: config.server_url, fetchFn, ...found };
    const result = await auth(login, request);
    if (result !== 'REDIRECT' || !address.url) return;
    // It is opened in a browser.
    if (!/^https?:$/.test(address.url.protocol))
      throw new McpFailure('unauthorized', 'The MCP server names no web address to log in at.');
    yield { event: 'authorization_url', url: address.url.href, session_id: waiting.state };
    yield { event: 'waiting_for_auth', message: 'Waiting for the login in the browser.' };
    const authorizationCode = await waiting.wait(signal);
    await auth(login, { ...request, authorizationCode });
  } finally {
    waiting.close();
  }
}

/** What the server says about its login when it refuses a request without one. */
async function askWhere(
  config: HttpConfig,
  fetchFn: (url: string, init: RequestInit) => Promise<Response>,
): Promise<{ resourceMetadataUrl?: URL; scope?: string }> {
  const { extractWWWAuthenticateParams } = await import('@modelcontextprotocol/sdk/client/auth.js');
  const target = resolveTarget(config, null);
  const headers = { ...('headers' in target ? target.headers : {}), accept: 'application/json, text/event-stream' };
  const isPost = config.mcp_server_type === 'streamable_http';
  const ping = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'ping' });
  const response = await fetchFn(config.server_url, {
    method: isPost ? 'POST' : 'GET',
    headers: isPost ? { ...headers, 'content-type': 'application/json' } : headers,
    ...(isPost && { body: ping }),
  });
  await response.body?.cancel();
  if (response.status !== 401) return {};
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return { ...(resourceMetadataUrl && { resourceMetadataUrl }), ...(scope && { scope }) };
}
