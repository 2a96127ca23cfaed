import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalPath } from './canonical-path.ts';
import { cutStream } from './cut-stream.ts';
import { answerFromPlayback } from './play-back.ts';
import { originalHabits, type RemoteHabits, type SeenRequest } from './remote-habits.ts';

type Fetch = (request: Request) => Promise<Response>;

interface RemoteOptions {
  /** The server behind it all, with paths from /v1/ on. */
  backend: Fetch;
  password: string | null;
  /** Where a reverse proxy would have put it, such as `/letta`; may be empty. */
  prefix: string;
}

/** A Letta server on another machine, with a password and the original's habits. */
export interface RemoteHandler {
  fetch: Fetch;
  setHabits(habits: Partial<RemoteHabits>): void;
  seen: SeenRequest[];
}

interface Incoming {
  request: Request;
  /** Without the prefix. */
  path: string;
  body: string;
}

const WITHOUT_PASSWORD = /^\/v1\/(health|ready)\/?$/;
const SENDS = /^\/v1\/(agents|conversations)\/[^/]+\/messages(\/stream)?$/;
const STEP_TRACE = /^\/v1\/steps\/[^/]+\/trace$/;
const NEWER_MCP = /^\/v1\/mcp-servers(\/|$)/;
const BLOCKS = /\/blocks(\/|$)/;
const RESUMES = /^\/v1\/(runs|conversations)\/[^/]+\/stream$/;

export function createRemoteHandler({ backend, password, prefix }: RemoteOptions): RemoteHandler {
  let habits = { ...originalHabits };
  let history = Promise.withResolvers<void>();
  const seen: SeenRequest[] = [];
  return {
    seen,
    setHabits: (changed) => {
      habits = { ...habits, ...changed };
      if (!habits.playback?.isHistoryHeld) history.resolve();
      else if (changed.playback) history = Promise.withResolvers<void>();
    },
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = await request.clone().text();
      seen.push({
        method: request.method,
        path: pathname + search,
        headers: Object.fromEntries(request.headers),
        body,
      });
      if (!pathname.startsWith(`${prefix}/`)) return detail(404, 'Not Found');
      const incoming = { request, path: pathname.slice(prefix.length), body };
      const refusal = refuse(incoming, password);
      if (refusal) return refusal;
      const played = habits.playback
        ? await answerFromPlayback(
            { method: request.method, path: incoming.path, search },
            habits.playback,
            history.promise,
          )
        : null;
      return played ?? (await answer(incoming, habits, backend));
    },
  };
}

/** What the original settles before any route: the password, then the slash at the end. */
function refuse({ request, path }: Incoming, password: string | null): Response | null {
  if (password !== null && !WITHOUT_PASSWORD.test(path) && !knowsPassword(request, password)) {
    return detail(401, 'Unauthorized');
  }
  const canonical = canonicalPath(path);
  if (canonical === path) return null;
  // It knows nothing of a prefix, so behind a proxy that adds one this address is wrong; so be it.
  const { host, search } = new URL(request.url);
  return new Response(null, { status: 307, headers: { location: `http://${host}${canonical}${search}` } });
}

function knowsPassword(request: Request, password: string): boolean {
  return (
    request.headers.get('authorization') === `Bearer ${password}` ||
    request.headers.get('x-bare-password') === `password ${password}`
  );
}

async function answer(incoming: Incoming, habits: RemoteHabits, backend: Fetch): Promise<Response> {
  const affected = habits.onlyPath === null || incoming.path.includes(habits.onlyPath);
  if (affected) {
    await sleep(habits.delayMs);
    if (habits.html) return webPage(habits.html.status);
  }
  if (incoming.path in habits.canned) return Response.json(habits.canned[incoming.path]);
  const refusal = refuseByHabit(incoming, habits, affected);
  if (refusal) return refusal;
  const response = await backend(toBackend(incoming, habits));
  if (incoming.path === '/openapi.json') return Response.json(withCanned(await response.json(), habits.canned));
  const told = habits.writers || !BLOCKS.test(incoming.path) ? response : await withoutWriters(response);
  return finish(told, habits, affected);
}

/** The document of a server lists what it answers. */
function withCanned(document: { paths: object }, canned: RemoteHabits['canned']): object {
  const paths = Object.keys(canned).map((path) => [path, { get: {}, post: {} }]);
  return { ...document, paths: { ...Object.fromEntries(paths), ...document.paths } };
}

function refuseByHabit({ request, path, body }: Incoming, habits: RemoteHabits, affected: boolean): Response | null {
  if (habits.oldMcp && NEWER_MCP.test(path)) return detail(404, 'Not Found');
  if (request.method === 'GET') return refuseReading(path, habits);
  if (request.method !== 'POST') return null;
  const sends = SENDS.test(path);
  if (!habits.background && (RESUMES.test(path) || (sends && wantsBackground(body)))) {
    return detail(503, 'INTERNAL_SERVER_ERROR: Background streaming requires Redis to be running.');
  }
  if (sends && affected && habits.busyRunId) return busy(habits.busyRunId);
  return null;
}

function refuseReading(path: string, { stepLists, oldTraces }: RemoteHabits): Response | null {
  if (!stepLists && path === '/v1/steps/') {
    return detail(400, "Argument order does not match type typing.Optional[str]; is False of type <class 'bool'>");
  }
  return oldTraces && STEP_TRACE.test(path) ? detail(404, 'Not Found') : null;
}

function busy(runId: string): Response {
  const words = `CONFLICT: Cannot send a new message: Another request (run_id=${runId}) is currently being processed for this conversation. Please wait for it to complete.`;
  return Response.json({ detail: words, run_id: runId }, { status: 409 });
}

function wantsBackground(body: string): boolean {
  try {
    return (JSON.parse(body) as { background?: unknown }).background === true;
  } catch {
    return false;
  }
}

function toBackend({ request, path }: Incoming, { etag, legacyAnswers }: RemoteHabits): Request {
  const url = new URL(request.url);
  url.pathname = path;
  const forwarded = new Request(url, request);
  if (!etag) forwarded.headers.delete('if-match');
  if (!legacyAnswers) forwarded.headers.set('x-stainless-package-version', '1.12.1');
  return forwarded;
}

function finish(response: Response, { etag, cutStream: cut }: RemoteHabits, affected: boolean): Response {
  const headers = new Headers(response.headers);
  if (!etag) headers.delete('etag');
  const streams = headers.get('content-type')?.startsWith('text/event-stream');
  const body = streams && cut && affected ? (response.body?.pipeThrough(cutStream(cut)) ?? null) : response.body;
  return new Response(body, { status: response.status, headers });
}

async function withoutWriters(response: Response): Promise<Response> {
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const body = text.replace(/("last_updated_by_id":)"agent-[^"]*"/g, '$1null');
  return new Response(body, { status: response.status, headers });
}

function webPage(status: number): Response {
  const page =
    '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>';
  return new Response(page, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function detail(status: number, words: string): Response {
  return Response.json({ detail: words }, { status });
}
