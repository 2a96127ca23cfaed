import type { Log } from '#server/log.ts';
import type { HistoryStore, SnapshotSource } from './history-store.ts';

const AGENT = /^\/v1\/agents\/(agent-[0-9a-f-]{36})\/?$/;
const BLOCK = /^\/v1\/(?:agents\/agent-[0-9a-f-]{36}\/core-memory\/blocks(?:\/[^/]+)?|blocks\/block-[0-9a-f-]{36})\/?$/;
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
 * Keeps what an answer tells of an agent's system prompt and of blocks. The answer itself goes on untouched and does not
 * wait; what cannot be kept is logged. The page says with `X-ADE-Run` which turn was going on when it looked.
 */
export async function watchHistory(
  watched: Watched,
  call: () => Promise<Response>,
  { history, log }: { history: HistoryStore; log: Log },
): Promise<Response> {
  const { request } = watched;
  const keep = request.method === 'GET' || request.method === 'PATCH' ? keeperOf(watched, history) : null;
  if (!keep) return await call();
  const sent = request.method === 'PATCH' ? request.clone().json() : Promise.resolve(null);
  sent.catch(() => undefined);
  const response = await call();
  if (response.ok && response.headers.get('content-type')?.startsWith('application/json')) {
    const kept = Promise.all([response.clone().json(), sent]).then(([answer, body]: unknown[]) => keep(answer, body));
    kept.catch((error: unknown) => log.error('The history of an agent could not be kept', error));
  }
  return response;
}

function keeperOf({ serverId, request, url }: Watched, history: HistoryStore): Keep | null {
  const agentId = AGENT.exec(url.pathname)?.[1];
  if (agentId !== undefined)
    return (agent, sent) => {
      const prompt = fieldOf(agent, 'system');
      if (typeof prompt !== 'string') return;
      const cause = fieldOf(sent, 'system') === prompt ? 'saved' : 'found';
      history.record({ serverId, kind: 'system-prompt', id: agentId }, prompt, { cause });
    };
  if (!BLOCK.test(url.pathname)) return null;
  const runId = RUN_ID.exec(request.headers.get('x-ade-run') ?? '')?.[0] ?? null;
  return (answer, sent) => {
    for (const block of Array.isArray(answer) ? answer : [answer]) {
      const [id, value] = [fieldOf(block, 'id'), fieldOf(block, 'value')];
      if (typeof id !== 'string' || typeof value !== 'string') continue;
      const source = fieldOf(sent, 'value') === value ? { cause: 'saved' as const } : sourceOf(block, runId);
      history.record({ serverId, kind: 'block', id }, value, source);
    }
  };
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
