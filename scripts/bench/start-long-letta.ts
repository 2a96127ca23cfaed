import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type RemoteLetta, startRemoteLetta } from '#e2e/remote-letta.ts';
import type { LettaMessage } from '#lib/runs/letta-message.ts';

/** What the next message is answered with: parts of messages, so many a second. */
export interface TimedAnswer {
  frames: Partial<LettaMessage>[];
  perSecond: number;
}

/** A Letta server with an agent of a long history, that answers at a set speed. */
export interface LongLetta {
  url: string;
  /** A new agent with this history, oldest first. */
  createAgent(history: LettaMessage[]): Promise<string>;
  answerWith(answer: TimedAnswer): void;
  /** When each frame of the running or last answer was sent, in milliseconds since the epoch. */
  sentAt(): readonly number[];
  close(): Promise<void>;
}

/** The newest page is as long as it was asked for; older ones are large, so that all can be loaded in little time. */
const OLDER_PAGE = 10_000;
const MESSAGES = /^\/v1\/agents\/([^/]+)\/messages$/;
const RUN = /^\/v1\/runs\/(run-bench[^/]*)(\/usage)?$/;

interface LongState {
  remote: RemoteLetta;
  histories: Map<string, LettaMessage[]>;
  answer: TimedAnswer;
  sentAt: number[];
}

/** The server of the journeys on "another machine", with history and streams of our own in front. */
export async function startLongLetta(): Promise<LongLetta> {
  const remote = await startRemoteLetta({ password: null });
  const state: LongState = { remote, histories: new Map(), answer: { frames: [], perSecond: 1 }, sentAt: [] };
  const server = createServer((incoming, outgoing) => void respond(state, incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`,
    async createAgent(history) {
      const body = JSON.stringify({ name: 'Bench', model: 'demo/scripted', embedding: 'local/hash' });
      const headers = { 'content-type': 'application/json' };
      const response = await remote.fetch('/v1/agents/', { method: 'POST', headers, body });
      const { id } = (await response.json()) as { id: string };
      state.histories.set(id, history);
      return id;
    },
    answerWith: (answer) => {
      state.answer = answer;
    },
    sentAt: () => state.sentAt,
    async close() {
      server.close();
      server.closeAllConnections();
      await remote.stop();
    },
  };
}

async function respond(state: LongState, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '', 'http://upstream');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const agentId = MESSAGES.exec(url.pathname)?.[1];
  const history = state.histories.get(agentId ?? '');
  if (history && incoming.method === 'POST') return await stream(state, history, outgoing, body);
  if (history) return json(outgoing, pageOf(history, url.searchParams));
  const run = RUN.exec(url.pathname);
  if (run?.[2]) return json(outgoing, { prompt_tokens: 1200, completion_tokens: 80, total_tokens: 1280 });
  if (run) return json(outgoing, { id: run[1], status: 'completed', stop_reason: 'end_turn' });
  const passed = await state.remote.fetch(url.pathname + url.search, {
    method: incoming.method ?? 'GET',
    ...(body === '' ? {} : { body, headers: { 'content-type': 'application/json' } }),
  });
  const type = passed.headers.get('content-type') ?? 'application/json';
  outgoing.writeHead(passed.status, { 'content-type': type }).end(await passed.text());
}

function pageOf(history: LettaMessage[], query: URLSearchParams): LettaMessage[] {
  const before = query.get('before');
  if (before === null) return history.slice(-Number(query.get('limit')));
  const end = history.findIndex((message) => message.id === before);
  return history.slice(Math.max(0, end - OLDER_PAGE), Math.max(0, end));
}

function json(outgoing: ServerResponse, body: unknown): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The frames against the clock, so that late timers do not add up. */
async function stream(state: LongState, history: LettaMessage[], outgoing: ServerResponse, body: string) {
  const { frames, perSecond } = state.answer;
  state.sentAt = [];
  const runId = `run-bench-live-${history.length}`;
  const sent = (JSON.parse(body) as { messages: [Record<string, string>] }).messages[0];
  const date = new Date().toISOString();
  history.push({ ...sent, id: `message-${runId}`, message_type: 'user_message', date, run_id: runId });
  outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const startedAt = performance.now();
  for (const [index, frame] of frames.entries()) {
    const wait = startedAt + (index * 1000) / perSecond - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    if (outgoing.destroyed) return;
    const message = { id: `message-${runId}-answer`, otid: `otid-${runId}`, date, run_id: runId, ...frame };
    outgoing.write(`data: ${JSON.stringify({ ...message, seq_id: index + 1 })}\n\n`);
    state.sentAt.push(performance.timeOrigin + performance.now());
  }
  outgoing.write('data: {"message_type":"stop_reason","stop_reason":"end_turn"}\n\n');
  outgoing.end('data: [DONE]\n\n');
}
