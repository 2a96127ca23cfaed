import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { type McpServerRow, requireMcpServer, updateMcpServer } from '#server/embedded/store/mcp-servers.ts';
import { McpFailure } from './mcp-failure.ts';

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
  initial: LoginState;
  save(state: LoginState): Promise<void>;
  /** Null where nobody is there to log in: only the stored tokens are used, and refreshed. */
  prompt: LoginPrompt | null;
}

/** The SDK's side of a login; PKCE, discovery and registration are the SDK's own. */
export function createLogin({ initial, save, prompt }: LoginOptions): OAuthClientProvider {
  let present = initial;
  let verifier = '';
  const change = async (patch: Partial<LoginState>) => {
    present = { ...present, ...patch };
    await save(present);
  };
  const clientMetadata: OAuthClientMetadata = {
    client_name: 'Letta ADE',
    redirect_uris: [present.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  return {
    redirectUrl: present.redirectUrl,
    clientMetadata,
    ...(prompt && { state: () => prompt.state }),
    clientInformation: () => present.client,
    saveClientInformation: (client) => change({ client }),
    tokens: () => present.tokens,
    saveTokens: (tokens) => change({ tokens }),
    redirectToAuthorization(url) {
      if (prompt) return prompt.open(url);
      throw new McpFailure('unauthorized', 'The login to the MCP server has ended. Log in again.');
    },
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

/** The login of a stored server, which refreshes its tokens; undefined for one that nobody has logged in to. */
export function storedLogin(context: EmbeddedContext, server: McpServerRow): OAuthClientProvider | undefined {
  const text = server.oauth && context.seal.open(server.oauth);
  if (!text) return undefined;
  return createLogin({
    initial: fromJson<LoginState>(text),
    save: (state) => saveLogin(context, server.id, state),
    prompt: null,
  });
}

/** Stores what a login has given us, sealed. Throws 404 when the server is gone. */
export async function saveLogin(context: EmbeddedContext, serverId: string, state: LoginState): Promise<void> {
  const server = await requireMcpServer(context.db, serverId);
  await updateMcpServer(context.db, server, { oauth: context.seal.seal(JSON.stringify(state)) });
}
