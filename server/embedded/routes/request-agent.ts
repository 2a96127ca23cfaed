import type { Context } from 'hono';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { type AgentRow, requireAgent } from '#server/embedded/store/agents.ts';

/** The agent a request's path names: 422 for an id of another form, 404 for one nobody has. */
export async function requestAgent({ db }: EmbeddedContext, c: Context): Promise<AgentRow> {
  return await requireAgent(db, requireId('agent', c.req.param('id') ?? ''));
}
