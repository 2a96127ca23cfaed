import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import type { McpServerRow } from '#server/embedded/store/mcp-servers.ts';
import { McpFailure } from './mcp-failure.ts';
import { changeLogin, clientMetadataOf, inTurn, type LoginState, openLogin, readLogin } from './mcp-login.ts';

/** A login as one connection uses it. Several connections share what is stored. */
export interface StoredLogin {
  provider: OAuthClientProvider;
  /** The fetch of the connection: it sees which tokens are refused, and renews them once for all connections. */
  guard(fetch: FetchLike): FetchLike;
}

const RENEWAL_MS = 10_000;

/**
 * The login of a stored server; undefined for one that nobody has logged in to. Tokens are always those stored now, so
 * none is used that another connection has renewed, and none is cleared but the one that was refused.
 */
export function storedLogin(context: EmbeddedContext, server: McpServerRow): StoredLogin | undefined {
  const first = openLogin(context, server);
  if (!first) return undefined;
  const refused = new Set<string>();
  let unrenewable: string | undefined;
  const read = () => readLogin(context, server.id);
  const change = (to: (state: LoginState) => LoginState) =>
    inTurn(server.id, () => changeLogin(context, server.id, to));

  /** In turn: whoever waited finds the tokens that the one before has got. */
  const renew = (used: string, ask: () => Promise<Response>): Promise<Response> =>
    inTurn(server.id, async () => {
      const tokens = (await read())?.tokens;
      if (tokens && (tokens.refresh_token !== used || !refused.has(tokens.access_token))) return Response.json(tokens);
      const response = await ask();
      const text = await response.text();
      const renewed = response.ok ? tokensIn(text) : null;
      if (renewed)
        await changeLogin(context, server.id, (state) => ({
          ...state,
          tokens: { refresh_token: used, ...state.tokens, ...renewed },
        }));
      else unrenewable = used;
      return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
    });

  return {
    provider: {
      redirectUrl: first.redirectUrl,
      clientMetadata: clientMetadataOf(first.redirectUrl),
      clientInformation: async () => (await read())?.client,
      saveClientInformation: (client) => change((state) => ({ ...state, client })),
      tokens: async () => (await read())?.tokens,
      // They are stored already; what the SDK adds is where they came from.
      saveTokens: (tokens) =>
        change((state) => (state.tokens?.access_token === tokens.access_token ? { ...state, tokens } : state)),
      redirectToAuthorization() {
        throw new McpFailure('unauthorized', 'The login to the MCP server has ended. Log in again.');
      },
      saveCodeVerifier: () => undefined,
      codeVerifier: () => '',
      invalidateCredentials: (scope) =>
        change((state) => {
          if (unrenewable === undefined || state.tokens?.refresh_token !== unrenewable) return state;
          if (scope === 'tokens') return { ...state, tokens: undefined };
          return scope === 'all' || scope === 'client' ? { ...state, client: undefined, tokens: undefined } : state;
        }),
    },
    guard: (fetch) => async (url, init) => {
      const used = refreshTokenIn(init?.body);
      if (used !== null)
        return await renew(used, () => fetch(url, { ...init, signal: AbortSignal.timeout(RENEWAL_MS) }));
      const response = await fetch(url, init);
      const token = /^Bearer (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[1];
      if (token && (response.status === 401 || response.status === 403)) refused.add(token);
      return response;
    },
  };
}

/** The token that a request wants to renew; null for any other request. */
function refreshTokenIn(body: unknown): string | null {
  return body instanceof URLSearchParams && body.get('grant_type') === 'refresh_token'
    ? body.get('refresh_token')
    : null;
}

function tokensIn(text: string): OAuthTokens | null {
  try {
    const tokens: unknown = JSON.parse(text);
    const isWhole = typeof tokens === 'object' && tokens !== null && 'access_token' in tokens;
    return isWhole && typeof tokens.access_token === 'string' ? (tokens as OAuthTokens) : null;
  } catch {
    return null;
  }
}
