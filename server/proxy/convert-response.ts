import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { redact } from '#server/redact.ts';
import { proxyError } from './proxy-error.ts';
import { type StreamBodyOptions, streamBody } from './stream-body.ts';

export interface ConvertOptions {
  /** The server's address, for error texts. */
  url: string;
  method: string;
  signal: AbortSignal;
  pingAfterMs: number;
  idleMs: number;
}

type Upstream = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

const PASSED_HEADERS = ['etag', 'x-request-id'] as const;
const CONTENT_TYPES: Record<string, string> = {
  'application/json': 'application/json',
  'text/event-stream': 'text/event-stream; charset=utf-8',
  'text/plain': 'text/plain; charset=utf-8',
};
const LONGEST_RETRY_SECONDS = 60;
const EXCERPT_SOURCE_BYTES = 64 * 1024;
const LONGEST_EXCERPT = 2 * 1024;

/** Turns a server's answer into ours: few headers, JSON, text or events only, never a redirect, a page or a cookie. */
export async function convertResponse(upstream: Upstream, options: ConvertOptions): Promise<Response> {
  const { statusCode: status, headers, body } = upstream;
  if (status >= 300 && status < 400 && status !== 304) return refuseRedirect(upstream, options.url);
  if (isEmpty(upstream, options.method)) {
    discard(body);
    return new Response(null, { status, headers: passedHeaders(headers) });
  }
  const type = essence(headers['content-type']);
  const passedType = CONTENT_TYPES[type];
  const isEncoded = (firstValue(headers['content-encoding']) ?? 'identity') !== 'identity';
  if (!passedType || isEncoded || status > 599) return refuseContent(upstream, { type, isEncoded });
  const passed = { ...passedHeaders(headers), 'content-type': passedType };
  if (options.method === 'HEAD') {
    discard(body);
    return new Response(null, { status, headers: passed });
  }
  if (type !== 'text/event-stream') {
    return new Response(streamBody(body, { signal: options.signal, idleMs: options.idleMs }), {
      status,
      headers: passed,
    });
  }
  const events: StreamBodyOptions = { signal: options.signal, pingAfterMs: options.pingAfterMs };
  return new Response(streamBody(body, events), {
    status,
    headers: { ...passed, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
}

/** Stops reading an answer nobody wants. Its connection is closed, the work behind it goes on. */
export function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

function isEmpty({ statusCode, headers }: Upstream, method: string): boolean {
  if (statusCode === 204 || statusCode === 205 || statusCode === 304) return true;
  return headers['content-length'] === '0' && method !== 'HEAD';
}

function passedHeaders(headers: Upstream['headers']): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED_HEADERS) {
    const value = firstValue(headers[name]);
    if (value !== undefined) passed[name] = value;
  }
  const retry = retrySeconds(firstValue(headers['retry-after']));
  if (retry !== undefined) passed['retry-after'] = String(retry);
  return passed;
}

/** `Retry-After` as seconds from 0 to 60; a date is converted, anything else is dropped. */
function retrySeconds(value: string | undefined, now: number = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(seconds, LONGEST_RETRY_SECONDS);
}

function refuseRedirect({ statusCode, headers, body }: Upstream, url: string): Response {
  discard(body);
  const target = URL.parse(firstValue(headers.location) ?? '', url);
  const shown = target ? redact(`${target.origin}${target.pathname}`).slice(0, 300) : 'an unreadable address';
  return proxyError(502, {
    type: 'upstream_redirect',
    message: `The server tried to redirect to ${shown}; redirects are never followed.`,
    next: 'If that is the right address, save it as the address of this server.',
    status: statusCode,
  });
}

async function refuseContent(upstream: Upstream, found: { type: string; isEncoded: boolean }): Promise<Response> {
  const { statusCode, body } = upstream;
  const isPage = /^(?:text\/html|application\/xhtml\+xml)$/.test(found.type) && !found.isEncoded;
  const title = isPage ? await readTitle(body) : undefined;
  discard(body);
  const kind = isPage ? 'a web page' : found.isEncoded ? 'compressed data' : found.type || 'data of no stated type';
  return proxyError(502, {
    type: 'upstream_not_letta',
    message: `The server answered with ${kind}, not Letta data (HTTP ${statusCode}).`,
    next: 'Check the address; a login page or a reverse proxy may stand in front of the Letta server.',
    status: statusCode,
    excerpt: title,
  });
}

async function readTitle(body: Readable): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= EXCERPT_SOURCE_BYTES) break;
    }
  } catch {
    // What arrived before the answer broke off is enough for a title.
  }
  const title = /<title[^>]*>([^<]*)/i.exec(Buffer.concat(chunks).toString('utf8'))?.[1];
  const clean = title?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return clean ? redact(clean).slice(0, LONGEST_EXCERPT) : undefined;
}

function essence(contentType: string | string[] | undefined): string {
  return (firstValue(contentType) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function firstValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
