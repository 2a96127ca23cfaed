import type { SentRequest } from './fuzz-request.ts';

/** Routes that may answer 500 and above, and what they then answer. */
const DOCUMENTED: { path: RegExp; status: number }[] = [
  { path: /\/(?:_internal_)?runs\/[^/]+\/trace$/, status: 501 },
  { path: /\/(?:generate|summarize|compact)$/, status: 502 },
  // A server of somebody else that cannot be reached.
  { path: /\/(?:mcp-servers|tools\/mcp\/servers)\//, status: 502 },
  // A provider's failure, which is also 500 in the original.
  { path: /\/providers\/(?:.*\/)?(?:check|refresh)$/, status: 500 },
];

const CONNECT_PATH = /\/mcp-servers\/connect\/|\/tools\/mcp\/servers\/connect/;

/** The sentence of a stream whose turn failed for a reason nobody foresaw. */
const UNEXPECTED = 'The server could not go on with this turn.';

/** What is wrong with an answer, or null. */
export function judgeAnswer(
  request: SentRequest,
  answer: { status: number; type: string; text: string },
): string | null {
  const { status, type, text } = answer;
  if (status === 204 || (status === 307 && text === '')) return text === '' ? null : 'a body where there is none';
  if (type.includes('text/event-stream')) return status === 200 ? judgeStream(request, text) : `${status} as a stream`;
  if (!type.includes('json')) return `${status} is ${type || 'untyped'}, not JSON`;
  const body = parse(text);
  if (body === undefined) return `${status} is no JSON`;
  if (status < 400) return null;
  if (!hasErrorShape(body)) return `${status} has no known error shape`;
  return status < 500 || mayFail(request, status) ? null : `${status}`;
}

function judgeStream({ path }: SentRequest, text: string): string | null {
  const frames = text.split('\n\n').filter(Boolean);
  const wrong = frames.find((frame) => {
    const line = frame.slice(frame.indexOf('data: ') + 6);
    return line !== '[DONE]' && !frame.startsWith(':') && parse(line) === undefined;
  });
  if (wrong !== undefined) return `a frame that cannot be read: ${wrong.slice(0, 100)}`;
  if (text.includes(UNEXPECTED)) return 'an unexpected error in the stream';
  // Connecting an MCP server ends with what came of it, as in the original.
  const end = CONNECT_PATH.test(path) ? /"event":"(?:success|error)"/ : /\[DONE\]$/;
  return end.test(frames.at(-1) ?? '') ? null : 'a stream without its end';
}

function mayFail({ path }: SentRequest, status: number): boolean {
  const [pathname = ''] = path.split('?');
  return DOCUMENTED.some((route) => route.path.test(pathname) && route.status === status);
}

function hasErrorShape(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  if ('detail' in body)
    return typeof body.detail === 'string' || (typeof body.detail === 'object' && body.detail !== null);
  if (!('error' in body) || typeof body.error !== 'object' || body.error === null) return false;
  return 'type' in body.error && 'message' in body.error && 'detail' in body.error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
