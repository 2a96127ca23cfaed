import type { Log } from '#server/log.ts';
import type { HistoryStore } from './history-store.ts';

const AGENT = /^\/v1\/agents\/(agent-[0-9a-f-]{36})\/?$/;

interface Watched {
  serverId: string;
  /** As it was sent: its body is read as it goes by. */
  request: Request;
  /** With the path from `/v1` on. */
  url: URL;
}

/**
 * Keeps what an answer tells of an agent's system prompt. The answer itself goes on untouched and does not wait; what
 * cannot be kept is logged.
 */
export async function watchHistory(
  { serverId, request, url }: Watched,
  call: () => Promise<Response>,
  { history, log }: { history: HistoryStore; log: Log },
): Promise<Response> {
  const agentId = AGENT.exec(url.pathname)?.[1];
  if (agentId === undefined || (request.method !== 'GET' && request.method !== 'PATCH')) return await call();
  const sent = request.method === 'PATCH' ? request.clone().json() : Promise.resolve(null);
  sent.catch(() => undefined);
  const response = await call();
  if (response.ok && response.headers.get('content-type')?.startsWith('application/json')) {
    const kept = Promise.all([response.clone().json(), sent]).then(([agent, body]: unknown[]) => {
      const prompt = fieldOf(agent, 'system');
      if (typeof prompt !== 'string') return;
      const cause = fieldOf(body, 'system') === prompt ? 'saved' : 'found';
      history.record({ serverId, agentId, kind: 'system-prompt' }, prompt, cause);
    });
    kept.catch((error: unknown) => log.error('The history of an agent could not be kept', error));
  }
  return response;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
