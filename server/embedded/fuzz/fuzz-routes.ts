import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Route } from '#server/embedded/routes/route-table.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { checkStored } from './check-stored.ts';
import { createFuzzModel } from './fuzz-model.ts';
import { anyRequest, type FuzzRequest, type SentRequest, toSentRequest } from './fuzz-request.ts';
import { judgeAnswer } from './judge-answer.ts';
import { createKnownIds, type KnownIds } from './known-ids.ts';
import { sampleBodies } from './sample-bodies.ts';
import { toJsonText } from './strange-values.ts';

/** A request that was not answered as it should be, made as small as possible. */
export interface FuzzFailure {
  what: string;
  request: SentRequest;
}

/** What came of a run; `problems` are those that belong to no single request. */
export interface FuzzReport {
  sent: number;
  failures: FuzzFailure[];
  problems: string[];
  statuses: Record<number, number>;
  routes: Route[];
}

const PATIENCE_MS = 15_000;
const MOST_FAILURES = 20;
const RENEWED_EVERY = 40;
/** Made first, and again from time to time, so that there is something of every kind to ask for. */
const FIRST = [
  'GET /v1/tools/',
  'POST /v1/tools/',
  'POST /v1/blocks/',
  'POST /v1/agents/',
  'POST /v1/agents/',
  'POST /v1/archives/',
  'POST /v1/mcp-servers/',
  'POST /v1/conversations/?agent_id=$agent',
  'POST /v1/agents/$agent/archival-memory',
  'POST /v1/agents/$agent/messages',
  'POST /v1/agents/$agent/messages/async',
  'GET /v1/runs/',
  'GET /v1/steps/',
  'GET /v1/messages/',
];

type TestServer = Awaited<ReturnType<typeof openTestServer>>;

/**
 * Sends `count` generated requests to all routes of one server. A failure is shrunk and the run goes on behind it; the
 * same seed gives the same requests as long as the answers are the same.
 */
export async function fuzzRoutes(options: {
  count: number;
  seed: number;
  onProgress?: (sent: number) => void;
}): Promise<FuzzReport> {
  const server = await openTestServer(createFuzzModel());
  const routes = await readRoutes(server);
  const ids = createKnownIds();
  const report: FuzzReport = { sent: 0, failures: [], problems: [], statuses: {}, routes };
  const onStray = (error: unknown) => report.problems.push(`Outside any request: ${stackOf(error)}`);
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
  try {
    await makeFirst(server, ids);
    let asked = 0;
    const ask = async (request: FuzzRequest) => {
      asked += 1;
      if (asked % RENEWED_EVERY === 0) await makeFirst(server, ids);
      if (asked % 500 === 0) options.onProgress?.(asked);
      const sent = toSentRequest(request, ids);
      const what = await send(server, sent, ids, report.statuses);
      if (what !== null) throw new Misanswered(what, sent);
    };
    for (let seed = options.seed; report.sent < options.count; seed += 1) {
      const property = fc.asyncProperty(anyRequest(routes), ask);
      const result = await fc.check(property, { seed, numRuns: options.count - report.sent });
      report.sent += result.numRuns;
      if (!result.failed) break;
      report.failures.push(toFailure(result.errorInstance));
      if (report.failures.length === MOST_FAILURES) break;
    }
    await delay(50);
    report.problems.push(...server.logs.filter((line) => line.includes('could not be closed')));
    report.problems.push(...(await checkStored(server)));
  } finally {
    process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
    await server.db.destroy();
  }
  return report;
}

/** A failure as a person can repeat it. */
export function describeFailure({ what, request }: FuzzFailure): string {
  const headers = JSON.stringify(request.headers);
  return `${what}\n    ${cut(`${request.method} ${request.path}`)} ${headers}\n    ${cut(request.body ?? '(no body)')}`;
}

class Misanswered extends Error {
  readonly request: SentRequest;

  constructor(what: string, request: SentRequest) {
    super(what);
    this.request = request;
  }
}

async function send(
  server: TestServer,
  request: SentRequest,
  ids: KnownIds,
  statuses: Record<number, number>,
): Promise<string | null> {
  const { method, path, body, headers } = request;
  const logged = server.logs.length;
  const answering = Promise.resolve(server.app.request(path, { method, headers, body })).then(async (response) => ({
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: await response.text(),
  }));
  const timer = new AbortController();
  const late = delay(PATIENCE_MS, null, { signal: timer.signal }).catch(() => null);
  const answer = await Promise.race([answering, late]);
  timer.abort();
  if (answer === null) return `no answer within ${PATIENCE_MS / 1000} s`;
  statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
  if (answer.status === 404) ids.forget(answer.text);
  else if (answer.status < 300) ids.learn(answer.text);
  const wrong = judgeAnswer(request, answer);
  return wrong === null ? null : [wrong, cut(answer.text), ...server.logs.slice(logged).map(cut)].join('\n    ');
}

async function readRoutes(server: TestServer): Promise<Route[]> {
  const { paths } = (await server.call('GET', '/openapi.json')).body;
  return Object.entries<object>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

async function makeFirst(server: TestServer, ids: KnownIds): Promise<void> {
  for (const name of FIRST) {
    const [method = '', path = ''] = name.split(' ');
    const [pathname = ''] = path.replace('$agent', '{id}').split('?');
    const body = method === 'GET' ? null : ids.fill(toJsonText(sampleBodies(method, pathname)[0]), 0);
    const headers = { 'content-type': 'application/json' };
    const response = await server.app.request(ids.fill(path, 0), { method, body, headers });
    const text = await response.text();
    // A fuzzed base tool or block may be in the way of a later one.
    if (response.status >= 500) throw new Error(`The first ${name} was refused with ${response.status}: ${text}`);
    ids.learn(text);
  }
}

function toFailure(error: unknown): FuzzFailure {
  if (error instanceof Misanswered) return { what: error.message, request: error.request };
  return { what: stackOf(error), request: { method: '', path: '', body: null, headers: {} } };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cut(text: string): string {
  return text.length <= 900 ? text : `${text.slice(0, 900)}… (${text.length} characters)`;
}
