import type { Log } from '#server/log.ts';
import type { HistoryStore, SnapshotSource } from './history-store.ts';

const AGENT = /^\/v1\/agents\/(agent-[0-9a-f-]{36})\/?$/;
const BLOCK = /^\/v1\/(?:agents\/agent-[0-9a-f-]{36}\/core-memory\/blocks(?:\/[^/]+)?|blocks\/block-[0-9a-f-]{36})\/?$/;
const MADE = /^\/v1\/(?:agents|blocks)\/?$/;
const RUN_ID = /^run-[0-9a-f-]{36}$/;

interface Watched {
  serverId: string;
  /** As it was sent: its body is read as it goes by. */
  request: Request;
  /** With the path from `/v1` on. */
  url: URL;
}

type Keep = (answer: unknown, sent: unknown) => void;

/**
 * Keeps what an answer tells of an agent's system prompt and of blocks. The answer goes on untouched: that of a read at
 * once, that of a write when it is kept, so that the next one comes after it. What cannot be kept is logged. The page says
 * with `X-ADE-Run` which turn was going on when it looked.
 */
export async function watchHistory(
  watched: Watched,
  call: () => Promise<Response>,
  { history, log }: { history: HistoryStore; log: Log },
): Promise<Response> {
  const { request } = watched;
  const keep = keeperOf(watched, history, log);
  if (!keep) return await call();
  const isRead = request.method === 'GET';
  const sent = isRead ? Promise.resolve(null) : request.clone().json();
  sent.catch(() => undefined);
  const response = await call();
  if (response.ok && response.headers.get('content-type')?.startsWith('application/json')) {
    const kept = Promise.all([response.clone().json(), sent])
      .then(([answer, body]: unknown[]) => keep(answer, body))
      .catch((error: unknown) => logFailure(log, error));
    if (!isRead) await kept;
  }
  return response;
}

function logFailure(log: Log, error: unknown): void {
  log.error('The history of an agent could not be kept', error);
}

function keeperOf(watched: Watched, history: HistoryStore, log: Log): Keep | null {
  const { method } = watched.request;
  const { pathname } = watched.url;
  const agentId = AGENT.exec(pathname)?.[1];
  const isWatched =
    method === 'POST'
      ? MADE.test(pathname)
      : (method === 'GET' || method === 'PATCH') && (agentId !== undefined || BLOCK.test(pathname));
  // The embedded server tells every new value of a block itself, in order.
  const isTold = watched.serverId === 'embedded' && method === 'PATCH' && agentId === undefined;
  if (!isWatched || isTold) return null;
  try {
    const since = history.newestId();
    return agentId === undefined ? blockKeeper(watched, history, since) : promptKeeper(watched, history, agentId);
  } catch (error) {
    logFailure(log, error);
    return null;
  }
}

function promptKeeper({ serverId }: Watched, history: HistoryStore, id: string): Keep {
  return (agent, sent) => {
    const prompt = fieldOf(agent, 'system');
    if (typeof prompt !== 'string') return;
    const cause = fieldOf(sent, 'system') === prompt ? 'saved' : 'found';
    history.record({ serverId, kind: 'system-prompt', id }, prompt, { cause });
  };
}

function blockKeeper({ serverId, request }: Watched, history: HistoryStore, since: number): Keep {
  const runId = RUN_ID.exec(request.headers.get('x-ade-run') ?? '')?.[0] ?? null;
  const written = request.method === 'POST' ? 'made' : 'saved';
  return (answer, sent) => {
    for (const block of blocksIn(answer)) {
      const [id, value] = [fieldOf(block, 'id'), fieldOf(block, 'value')];
      if (typeof id !== 'string' || typeof value !== 'string') continue;
      const subject = { serverId, kind: 'block' as const, id };
      const sentValue = valueSent(sent, block);
      // What was sent was stored, also where somebody else's text is in the answer already.
      if (sentValue !== null) history.record(subject, sentValue, { cause: written, since });
      history.record(subject, value, { ...sourceOf(block, runId), since });
    }
  };
}

/** A block, a list of blocks, or the blocks of an agent. */
function blocksIn(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return answer;
  const own = fieldOf(answer, 'blocks');
  return Array.isArray(own) ? own : [answer];
}

/** The value a request gave a block: of the block itself, or of the one of this label among those of a new agent. */
function valueSent(sent: unknown, block: unknown): string | null {
  const made = fieldOf(sent, 'memory_blocks');
  const own = Array.isArray(made) ? made.find((each) => fieldOf(each, 'label') === fieldOf(block, 'label')) : sent;
  const value = fieldOf(own, 'value');
  return typeof value === 'string' ? value : null;
}

/** Servers that say which agent wrote a block last are believed; else a turn that was going on is. */
function sourceOf(block: unknown, runId: string | null): SnapshotSource {
  const writer = fieldOf(block, 'last_updated_by_id');
  if (typeof writer === 'string' && writer.startsWith('agent-')) return { cause: 'agent', agentId: writer, runId };
  return runId === null ? { cause: 'found' } : { cause: 'agent', runId };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
