import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { type McpServerRow, requireMcpServer, updateMcpServer } from '#server/embedded/store/mcp-servers.ts';

/** What a login has given us. */
export interface LoginState {
  redirectUrl: string;
  client?: OAuthClientInformationMixed | undefined;
  tokens?: OAuthTokens | undefined;
}

/** How a login asks a person to come along. */
export interface LoginPrompt {
  state: string;
  open(authorizationUrl: URL): void;
}

export interface LoginOptions {
  redirectUrl: string;
  save(state: LoginState): Promise<void>;
  prompt: LoginPrompt;
}

/** The SDK's side of a login that a person comes along for; PKCE, discovery and registration are the SDK's own. */
export function createLogin({ redirectUrl, save, prompt }: LoginOptions): OAuthClientProvider {
  let present: LoginState = { redirectUrl };
  let verifier = '';
  const change = async (patch: Partial<LoginState>) => {
    present = { ...present, ...patch };
    await save(present);
  };
  return {
    redirectUrl,
    clientMetadata: clientMetadataOf(redirectUrl),
    state: () => prompt.state,
    clientInformation: () => present.client,
    saveClientInformation: (client) => change({ client }),
    tokens: () => present.tokens,
    saveTokens: (tokens) => change({ tokens }),
    redirectToAuthorization: (url) => prompt.open(url),
    saveCodeVerifier(code) {
      verifier = code;
    },
    codeVerifier: () => verifier,
    async invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'client') await change({ client: undefined, tokens: undefined });
      if (scope === 'tokens') await change({ tokens: undefined });
    },
  };
}

/** How we present ourselves to a server that logs people in. */
export function clientMetadataOf(redirectUrl: string): OAuthClientMetadata {
  return {
    client_name: 'Letta ADE',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
}

/** What is stored of a login; undefined for a server that nobody has logged in to. */
export function openLogin(context: EmbeddedContext, server: McpServerRow): LoginState | undefined {
  const text = server.oauth && context.seal.open(server.oauth);
  return text ? fromJson<LoginState>(text) : undefined;
}

/** What is stored of a login now; undefined also when the server is gone. */
export async function readLogin(context: EmbeddedContext, serverId: string): Promise<LoginState | undefined> {
  const server = await context.db.selectFrom('mcp_servers').selectAll().where('id', '=', serverId).executeTakeFirst();
  return server && openLogin(context, server);
}

/** Changes what is stored of a login. One that is gone meanwhile stays gone. Only within `inTurn`. */
export async function changeLogin(
  context: EmbeddedContext,
  serverId: string,
  to: (state: LoginState) => LoginState,
): Promise<void> {
  const state = await readLogin(context, serverId);
  if (!state) return;
  const changed = to(state);
  if (changed !== state) await storeLogin(context, serverId, changed);
}

/** Stores what a login has given us, sealed. Throws 404 when the server is gone. */
export async function saveLogin(context: EmbeddedContext, serverId: string, state: LoginState): Promise<void> {
  await inTurn(serverId, () => storeLogin(context, serverId, state));
}

async function storeLogin(context: EmbeddedContext, serverId: string, state: LoginState): Promise<void> {
  const server = await requireMcpServer(context.db, serverId);
  await updateMcpServer(context.db, server, { oauth: context.seal.seal(JSON.stringify(state)) });
}

const tails = new Map<string, Promise<unknown>>();

/** Does one thing after the other with the login of a server, whichever connection wants it. */
export async function inTurn<T>(serverId: string, work: () => Promise<T>): Promise<T> {
  const step = (tails.get(serverId) ?? Promise.resolve()).then(work);
  const tail = step.then(
    () => undefined,
    () => undefined,
  );
  tails.set(serverId, tail);
  try {
    return await step;
  } finally {
    if (tails.get(serverId) === tail) tails.delete(serverId);
  }
}
