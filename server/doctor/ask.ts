import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import { SDK_VERSION } from '#lib/letta/sdk-version.ts';
import type { Backend } from '#server/backend.ts';
import { guardLookup, isBlockedHost, type Resolve } from '#server/proxy/blocked-address.ts';
import { codedError } from '#server/proxy/coded-error.ts';
import { discard } from '#server/proxy/convert-response.ts';
import { createConnector } from '#server/proxy/upstream-agent.ts';
import { isHeaderSafe, type UpstreamAccess, upstreamHeaders } from '#server/proxy/upstream-request.ts';

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
  /** Ends whatever is asked then. */
  deadline?: AbortSignal;
  /** Sees every socket that opens. */
  onConnect?: (socket: Socket) => void;
}

/** A server elsewhere, asked over connections of its own. The caller closes them. */
export function askRemote(options: RemoteOptions): { ask: Ask; close(): Promise<void> } {
  const { url, access, certificate, resolve, timeoutMs, deadline, onConnect } = options;
  const connect = createConnector({ timeout: timeoutMs, lookup: guardLookup(resolve), certificate });
  const agent = new Agent({
    allowH2: false,
    connect: (place, callback) =>
      connect(place, (...result) => {
        if (result[1]) onConnect?.(result[1]);
        callback(...result);
      }),
  });
  return {
    close: () => agent.destroy(),
    ask: async ({ method = 'GET', path, body, anonymous, isTurn, prefix }) => {
      if (isBlockedHost(new URL(url).hostname)) throw codedError('EBLOCKED');
      if (!isHeaderSafe(access.key ?? '')) throw codedError('EKEY');
      const base = prefix === undefined ? url : `${new URL(url).origin}${prefix}`;
      const target = new URL(`${base}${path}`);
      const headers = upstreamHeaders(new Headers(), anonymous ? { ...access, key: undefined } : access);
      // Not fetch, which refuses some ports before it tries them.
      const answer = await agent.request({
        origin: target.origin,
        path: `${target.pathname}${target.search}`,
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([
          AbortSignal.timeout(isTurn ? TURN_MS : timeoutMs * 2),
          ...(deadline ? [deadline] : []),
        ]),
      });
      return toResponse(answer);
    },
  };
}

function toResponse({ statusCode: status, headers, body }: Dispatcher.ResponseData): Response {
  const told = Object.entries(headers).map(([name, value]): [string, string] => [name, [value].flat().join(', ')]);
  if ([204, 205, 304].includes(status)) {
    discard(body);
    return new Response(null, { status, headers: told });
  }
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { status, headers: told });
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
