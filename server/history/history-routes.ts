import { Hono } from 'hono';
import { ApiError } from '#server/api-error.ts';
import type { HistoryStore, SnapshotKind } from './history-store.ts';

/**
 * `/api/history/{serverId}/agents/{agentId}/prompts`: the versions of a system prompt, and one of them;
 * `/api/history/{serverId}/blocks/{blockId}`: every value of a block.
 */
export function createHistoryRoutes(history: HistoryStore): Hono {
  const app = new Hono();
  app.get('/:serverId/agents/:id/prompts', (c) => c.json(history.list(subjectOf('system-prompt', c.req.param()))));
  app.get('/:serverId/agents/:id/prompts/:version', (c) => {
    const found = history.find(subjectOf('system-prompt', c.req.param()), Number(c.req.param('version')));
    if (found) return c.json(found);
    throw new ApiError(404, {
      message: 'This version is not kept any more.',
      next: 'Open the list of versions again.',
    });
  });
  app.get('/:serverId/blocks/:id', (c) => c.json(history.listValues(subjectOf('block', c.req.param()))));
  return app;
}

function subjectOf(kind: SnapshotKind, { serverId, id }: { serverId: string; id: string }) {
  return { serverId, kind, id };
}
