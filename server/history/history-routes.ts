import { Hono } from 'hono';
import { ApiError } from '#server/api-error.ts';
import type { HistoryStore } from './history-store.ts';

/** `/api/history/{serverId}/agents/{agentId}/prompts`: the versions of a system prompt, and one of them. */
export function createHistoryRoutes(history: HistoryStore): Hono {
  const app = new Hono();
  app.get('/:serverId/agents/:agentId/prompts', (c) => c.json(history.list(subjectOf(c.req.param()))));
  app.get('/:serverId/agents/:agentId/prompts/:id', (c) => {
    const found = history.find(subjectOf(c.req.param()), Number(c.req.param('id')));
    if (found) return c.json(found);
    throw new ApiError(404, {
      message: 'This version is not kept any more.',
      next: 'Open the list of versions again.',
    });
  });
  return app;
}

function subjectOf({ serverId, agentId }: { serverId: string; agentId: string }) {
  return { serverId, agentId, kind: 'system-prompt' as const };
}
