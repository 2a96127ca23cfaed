import { Agent, fetch as undiciFetch } from 'undici';
import type { Backend } from '#server/backend.ts';
import { guardLookup, type Resolve } from '#server/proxy/blocked-address.ts';
import { createConnector } from '#server/proxy/upstream-agent.ts';
import { SDK_VERSION, type UpstreamAccess, upstreamHeaders } from '#server/proxy/upstream-request.ts';

export interface Question {
  method?: 'GET' | 'POST' | 'DELETE';
  /** From the server's own root on, for example `/v1/health/`. */
  path: string;
  body?: unknown;
  /** Leaves the key away. */
  anonymous?: boolean;
  /** A turn takes as long as its model does. */
  isTurn?: boolean;
  /** Asks the origin itself, as if the address had this prefix. */
  prefix?: string;
}

/** Asks a server one thing. Follows no redirect; rejects when there is no answer. */
export type Ask = (question: Question) => Promise<Response>;

const TURN_MS = 120_000;

interface RemoteOptions {
  url: string;
  access: UpstreamAccess;
  /** The fingerprint of the only certificate that is taken. */
  certificate: string | undefined;
  resolve: Resolve;
  timeoutMs: number;
}

/** A server elsewhere, asked over connections of its own. The caller closes them. */
export function askRemote(options: RemoteOptions): { ask: Ask; close(): Promise<void> } {
  const { url, access, certificate, resolve, timeoutMs } = options;
  const connect = createConnector({ timeout: timeoutMs, lookup: guardLookup(resolve), certificate });
  const agent = new Agent({ allowH2: false, connect });
  return {
    close: () => agent.destroy(),
    ask: async ({ method = 'GET', path, body, anonymous, isTurn, prefix }) => {
      const base = prefix === undefined ? url : `${new URL(url).origin}${prefix}`;
      const headers = upstreamHeaders(new Headers(), anonymous ? { ...access, key: undefined } : access);
      const answer = await undiciFetch(`${base}${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        dispatcher: agent,
        redirect: 'manual',
        signal: AbortSignal.timeout(isTurn ? TURN_MS : timeoutMs * 2),
      });
      return answer as unknown as Response;
    },
  };
}

/** The server in this process. */
export function askBackend(backend: Backend): Ask {
  return ({ method = 'GET', path, body }) =>
    backend.fetch(
      new Request(`http://embedded${path}`, {
        method,
        headers: {
          'x-stainless-package-version': SDK_VERSION,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
}
