import { type Context, Hono } from 'hono';
import { toolCase } from '#lib/tool-cases/tool-case.ts';
import { ApiError } from '#server/api-error.ts';
import { readJsonBody } from '#server/servers/read-json-body.ts';
import type { ToolCasesStore, ToolName } from './tool-cases-store.ts';

/** `/api/tool-cases/{serverId}/{toolName}`: the saved calls of a tool. */
export function createToolCasesRoutes(cases: ToolCasesStore): Hono {
  const app = new Hono();
  app.get('/:serverId/:toolName', (c) => c.json(cases.list(toolOf(c))));
  app.put('/:serverId/:toolName/:id', async (c) => {
    const saved = await readJsonBody(c.req.raw, toolCase);
    if (saved.id !== c.req.param('id')) {
      throw new ApiError(422, { message: 'The case has another id than its address.', next: 'Save it again.' });
    }
    await cases.put(toolOf(c), saved);
    return c.json(saved);
  });
  app.delete('/:serverId/:toolName/:id', async (c) => {
    if (await cases.remove(toolOf(c), c.req.param('id'))) return c.body(null, 204);
    throw new ApiError(404, { message: 'This case is not there any more.', next: 'Reload the list.' });
  });
  return app;
}

function toolOf(c: Context): ToolName {
  return { serverId: c.req.param('serverId') ?? '', toolName: c.req.param('toolName') ?? '' };
}
