import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One recorded request with its answer. */
export interface Exchange {
  /** For example `agents/003-create-minimal`. */
  name: string;
  request: RecordedRequest;
  response: { status: number; headers: Record<string, string>; body: unknown };
}

/** A request as it was recorded; values of the query may be lists. */
export interface RecordedRequest {
  method: string;
  path: string;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: unknown;
}

/** What the recorded fake model was told to answer to one request. */
export interface ScriptStep {
  text?: string;
  reasoning?: string;
  tools?: { name: string; args: unknown }[];
  error?: number;
  body?: unknown;
  delay?: number;
  tick?: number;
  chunk?: number;
  finish?: string;
  abort?: boolean;
  abort_in_tool?: boolean;
  prompt_tokens?: number;
}

/** A recorded stream. `sse` is null where the request was refused before the stream began. */
export interface RecordedStream {
  name: string;
  request: RecordedRequest;
  response: { status: number; body?: unknown };
  script: ScriptStep[];
  sse: string | null;
  startedAt: string;
  agentId: string | null;
  /** A cancel that came just before, if any. */
  cancelBefore: { status: number; body: unknown } | null;
  concurrent: { after_seconds: number; request: RecordedRequest; response: { status: number; body: unknown } }[];
  historyAfter: { request: RecordedRequest; body: unknown } | null;
  runAfter: unknown;
  modelRequests: unknown[];
}

/**
 * The exchanges of one area in their recorded order, but for sends whose model fails: they come after the lists, because
 * here the person's message stays in the history (a deliberate difference) and would shift every page.
 */
export function readArea(folder: string, area: string): Exchange[] {
  const exchanges = jsonFiles(join(folder, 'rest', area)).map((file) => {
    const { request, response } = readExchange(join(folder, 'rest', area), file);
    return { name: `${area}/${file.replace('.json', '')}`, request, response };
  });
  const failing = exchanges.filter(({ name }) => name.includes('send-llm-error'));
  if (failing.length === 0) return exchanges;
  const others = exchanges.filter((exchange) => !failing.includes(exchange));
  const at = others.findIndex(({ name }) => name.endsWith('agent-after-sends'));
  return others.toSpliced(at + 1, 0, ...failing);
}

/** An agent file that was sent is recorded by the name of the answer it came from; one was sent with a wrong id. */
function readExchange(folder: string, file: string): Omit<Exchange, 'name'> {
  const exchange = readJson(join(folder, file)) as Omit<Exchange, 'name'>;
  const text = JSON.stringify(exchange.request.body ?? null);
  const [mark, source = ''] = /<the body of ([\w.-]+)>/.exec(text) ?? [];
  if (mark === undefined) return exchange;
  const sent = JSON.stringify((readJson(join(folder, source)) as Exchange).response.body);
  const content = file.includes('dangling-tool-id') ? sent.replace('["tool-0"]', '["tool-99"]') : sent;
  const body: unknown = JSON.parse(text, (_, value: unknown) => (value === mark ? content : value));
  return { ...exchange, request: { ...exchange.request, body } };
}

/** The areas there are recordings of. */
export function listAreas(folder: string): string[] {
  return readdirSync(join(folder, 'rest')).sort();
}

/** Every recorded stream, in the order they were made; those without a run come last. */
export function readStreams(folder: string): RecordedStream[] {
  const streams = jsonFiles(join(folder, 'streams')).map((file) => toStream(join(folder, 'streams'), file));
  // A resume bears the time of the run it reads again.
  const keyOf = ({ startedAt, request }: RecordedStream) => `${startedAt} ${request.path.endsWith('/stream') ? 1 : 0}`;
  return streams.sort((left, right) => keyOf(left).localeCompare(keyOf(right)));
}

function toStream(folder: string, file: string): RecordedStream {
  const record = readJson(join(folder, file)) as Record<string, never>;
  const name = file.replace('.json', '');
  const run = (record['run_after'] ?? record['run_9s_later'] ?? null) as Record<string, string> | null;
  const sse = join(folder, `${name}.sse`);
  return {
    name,
    request: record['request'] as never,
    response: record['response'] as never,
    script: record['llm_script'] ?? [],
    sse: existsSync(sse) ? readFileSync(sse, 'utf8') : null,
    startedAt: run?.['created_at'] ?? '9999',
    agentId: run?.['agent_id'] ?? null,
    cancelBefore: record['cancel_before_this'] ?? null,
    concurrent: record['concurrent'] ?? [],
    historyAfter: record['history_after'] ?? null,
    runAfter: record['run_after'] ?? null,
    modelRequests: record['llm_requests_seen'] ?? [],
  };
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
