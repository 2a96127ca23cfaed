import { isIP } from 'node:net';
import { Agent, fetch, type RequestInit as UndiciInit, type Response as UndiciResponse } from 'undici';
import { lookupPublic } from '#server/embedded/tools/public-address.ts';
import { lookupUnblocked } from '#server/proxy/blocked-address.ts';
import { describeBadAddress } from './mcp-address.ts';
import { McpFailure } from './mcp-failure.ts';

const CONNECT_MS = 10_000;
const LARGEST_MB = 10;

/** The most that is taken of one answer of an MCP server, in bytes. */
export const LARGEST_ANSWER = LARGEST_MB * 1024 * 1024;

/** What an MCP server says that sends more than we take. */
export const TOO_LARGE = `The MCP server sent an answer of more than ${LARGEST_MB} MB.`;

/** Requests to MCP servers and their logins, and to nothing else. */
export interface GuardedFetch {
  /** `fetch`, which calls `onBroken` when an answer to a POST ends before it is whole. */
  fetch(url: string | URL, init: RequestInit | undefined, onBroken?: (failure: McpFailure) => void): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Opens `fetch` for addresses of other people. Every address is checked when its socket opens, redirects are not
 * followed, and an answer (or one event of a stream) has at most 10 MB. Throws `McpFailure`.
 */
export function createGuardedFetch({ allowPrivate }: { allowPrivate: boolean }): GuardedFetch {
  const lookup = allowPrivate ? lookupUnblocked : lookupPublic;
  const dispatcher = new Agent({
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_MS, lookup },
  });
  return {
    close: () => dispatcher.destroy(),
    async fetch(url, init, onBroken) {
      const bad = describeBadAddress(String(url), { allowPrivate });
      if (bad) throw new McpFailure('unreachable', `${bad}.`);
      const response = await fetch(url, { ...toUndici(init), dispatcher, redirect: 'manual' });
      if (response.status >= 300 && response.status < 400 && response.status !== 304) {
        await response.body?.cancel();
        throw new McpFailure('unreachable', describeRedirect(response, url));
      }
      return limitAnswer(response, init?.method === 'POST' ? onBroken : undefined);
    },
  };
}

/** Both are the same web standard, told twice in types. */
function toUndici(init: RequestInit | undefined): UndiciInit {
  const headers = [...new Headers(init?.headers)];
  const body =
    typeof init?.body === 'string' ? init.body : init?.body instanceof URLSearchParams ? `${init.body}` : null;
  return { method: init?.method ?? 'GET', headers, body, signal: init?.signal ?? null };
}

function describeRedirect(response: UndiciResponse, from: string | URL): string {
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, String(from)) ? new URL(location, String(from)) : null;
  const place = target && isIP(target.hostname) === 0 ? ` to ${target.origin}` : '';
  return `The MCP server redirects${place}, which is not followed. Enter the address it redirects to.`;
}

function limitAnswer(response: UndiciResponse, onBroken: ((failure: McpFailure) => void) | undefined): Response {
  const { status, statusText } = response;
  const init = { status, statusText, headers: [...response.headers] };
  if (!response.body) return new Response(null, init);
  const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
  const reader = response.body.getReader();
  let size = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = await reader.read().catch((error: unknown) => {
        onBroken?.(new McpFailure('broken', 'The connection to the MCP server broke off before its answer came.'));
        throw error;
      });
      if (piece.done) return controller.close();
      const bytes: Uint8Array = piece.value;
      size = isStream ? sizeAfter(size, bytes) : size + bytes.length;
      if (size <= LARGEST_ANSWER) return controller.enqueue(bytes);
      const failure = new McpFailure('broken', TOO_LARGE);
      onBroken?.(failure);
      controller.error(failure);
      await reader.cancel().catch(() => undefined);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, init);
}

/** The bytes of the event that is not over yet. */
function sizeAfter(size: number, piece: Uint8Array): number {
  const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  const end = Math.max(bytes.lastIndexOf('\n\n'), bytes.lastIndexOf('\r\n\r\n'));
  return end === -1 ? size + piece.length : piece.length - end;
}
