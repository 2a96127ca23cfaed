import type { Agent, Dispatcher } from 'undici';
import type { Backend } from '#server/backend.ts';
import { isBlockedHost } from './blocked-address.ts';
import { codedError } from './coded-error.ts';
import { convertResponse, discard } from './convert-response.ts';
import { explainNetworkError } from './explain-network-error.ts';
import { proxyError } from './proxy-error.ts';
import { BodyIncompleteError, BodyTooLargeError, type RequestBody, readRequestBody } from './read-request-body.ts';
import { createUpstreamAgent } from './upstream-agent.ts';
import { isHeaderSafe, type UpstreamAccess, upstreamHeaders, upstreamUrl } from './upstream-request.ts';

export interface ProxyOptions {
  /** The server's address, with its path prefix and without a trailing slash. */
  url: string;
  /** Key, project and acting user, asked for on every call. */
  getAccess(): UpstreamAccess;
  /** The fingerprint of the only certificate that is taken; without one the system's trust decides. */
  certificate?: string | undefined;
  /** Silence after which an event stream gets a comment line, in ms. */
  pingAfterMs?: number;
  /** Longest wait for the first byte of an answer, in ms: of a GET, and of everything else. */
  firstByteMs?: { get: number; other: number };
  /** Longest silence inside an answer that is not an event stream, in ms. */
  idleMs?: number;
}

type Limits = Required<Omit<ProxyOptions, 'url' | 'getAccess' | 'certificate'>>;

const DEFAULTS: Limits = { pingAfterMs: 15_000, firstByteMs: { get: 30_000, other: 300_000 }, idleMs: 300_000 };
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const TOO_SLOW = Object.assign(new Error('No first byte in time'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
/** nginx's status for "the client left"; nobody reads it. */
const CLIENT_LEFT = 499;

/** A Letta REST server elsewhere, reached by HTTP. Each call is sent at most once; nothing is retried or followed. */
export function createProxyBackend(options: ProxyOptions): Backend {
  const limits = { ...DEFAULTS, ...options };
  const agent = createUpstreamAgent(options.certificate);
  return {
    fetch: (request) => forwardRequest(request, { agent, limits, url: options.url, access: options.getAccess() }),
    // Open streams end with the connection they belong to: the server was edited, removed, or we stop.
    close: () => agent.destroy(),
  };
}

interface Call {
  agent: Agent;
  limits: Limits;
  url: string;
  access: UpstreamAccess;
}

async function forwardRequest(request: Request, call: Call): Promise<Response> {
  const target = upstreamUrl(call.url, request.url);
  const refusal = refuseCall(request, { ...call, target });
  if (refusal || !target) return refusal ?? refusePath();
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const watchdog = startWatchdog(isRead ? call.limits.firstByteMs.get : call.limits.firstByteMs.other);
  try {
    const body = await readRequestBody(request, watchdog.extend);
    // Only a read ends with its reader: a write that has begun is the server's to finish.
    const signal = isRead ? AbortSignal.any([watchdog.signal, request.signal]) : watchdog.signal;
    const upstream = await send({ request, target, body, signal, call });
    watchdog.stop();
    if (request.signal.aborted) {
      discard(upstream.body);
      return new Response(null, { status: CLIENT_LEFT });
    }
    const { url, limits } = call;
    return await convertResponse(upstream, { ...limits, url, method: request.method, signal: request.signal });
  } catch (error) {
    return explainFailure(error, { request, url: call.url });
  } finally {
    watchdog.stop();
  }
}

function refuseCall(
  request: Request,
  { url, access: { key }, target }: Call & { target: URL | undefined },
): Response | undefined {
  if (!target) return refusePath();
  if (!METHODS.has(request.method)) {
    const message = `${request.method} is not a method of the Letta API.`;
    return proxyError(405, { type: 'method_not_allowed', message, next: 'Use GET, POST, PUT, PATCH or DELETE.' });
  }
  if (key !== undefined && !isHeaderSafe(key)) {
    return proxyError(502, {
      type: 'invalid_key',
      message: 'The saved key of this server contains a character that an HTTP header cannot carry.',
      next: 'Enter the key again in the server settings.',
    });
  }
  if (isBlockedHost(target.hostname)) return unreachable(codedError('EBLOCKED'), url);
  return undefined;
}

function refusePath(): Response {
  return proxyError(400, {
    type: 'invalid_path',
    message: 'The path is not a plain path under /v1/.',
    next: 'Check the ids in the address; they hold no slashes, dots or line ends.',
  });
}

interface Send {
  request: Request;
  target: URL;
  body: RequestBody;
  signal: AbortSignal;
  call: Call;
}

function send({ request, target, body, signal, call }: Send): Promise<Dispatcher.ResponseData> {
  const headers = upstreamHeaders(request.headers, call.access);
  if (body.kind === 'streamed' && body.length !== undefined) headers['content-length'] = String(body.length);
  return call.agent.request({
    origin: target.origin,
    path: `${target.pathname}${target.search}`,
    method: request.method,
    headers,
    body: body.kind === 'none' ? null : body.kind === 'buffered' ? body.bytes : body.stream,
    signal,
  });
}

interface Watchdog {
  signal: AbortSignal;
  extend(): void;
  stop(): void;
}

function startWatchdog(ms: number): Watchdog {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(TOO_SLOW), ms);
  return { signal: controller.signal, extend: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

function explainFailure(error: unknown, { request, url }: { request: Request; url: string }): Response {
  if (error instanceof BodyTooLargeError) {
    const limit = Math.round(error.limit / 1024 / 1024);
    const message = `The request is larger than ${limit} MB, the most that is passed on.`;
    return proxyError(413, { type: 'body_too_large', message, next: 'Send less at once, or split the file.' });
  }
  if (request.signal.aborted) return new Response(null, { status: CLIENT_LEFT });
  if (error instanceof BodyIncompleteError) {
    const message = 'The request broke off before it was complete; nothing was sent on.';
    return proxyError(400, { type: 'body_incomplete', message, next: 'Send it again.' });
  }
  return unreachable(error, url);
}

function unreachable(error: unknown, url: string): Response {
  return proxyError(502, { type: 'upstream_unreachable', ...explainNetworkError(error, url) });
}
