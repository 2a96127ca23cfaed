import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { contextWindow } from '#server/embedded/memory/context-window.ts';
import { currentPrompt, recompilePrompt } from '#server/embedded/memory/recompile-prompt.ts';
import { type AgentFilter, countAgents, deleteAgent, listAgents, listTags } from '#server/embedded/store/agents.ts';
import { requireConversation } from '#server/embedded/store/conversations.ts';
import { createAgentBody, updateAgentBody } from './agent-body.ts';
import { agentEtag } from './agent-etag.ts';
import { AGENT_INCLUDES, type AgentInclude, toAgentStates, toFullAgentState } from './agent-wire.ts';
import { isSdkClient, pageQuery, parseBody, parseQuery, queryFlag, toPage } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';
import { changeAgent, createAgent } from './write-agent.ts';

const filterQuery = {
  name: z.string().optional(),
  query_text: z.string().optional(),
  tags: z.array(z.string()).optional(),
  match_all_tags: queryFlag.optional(),
  last_stop_reason: z.string().optional(),
  show_hidden_agents: queryFlag.optional(),
};
const includeQuery = {
  include: z.array(z.enum(AGENT_INCLUDES)).optional(),
  // The older name of the same choice; what it does not know is left out.
  include_relationships: z.array(z.string()).optional(),
};
const countQuery = z.object(filterQuery);
const listQuery = z.object({
  ...filterQuery,
  ...includeQuery,
  ...pageQuery({ limit: 50, order: 'desc' }),
  order_by: z.enum(['created_at', 'updated_at', 'last_run_completion']).default('created_at'),
});
const retrieveQuery = z.object(includeQuery);
const contextQuery = z.object({ conversation_id: z.string().optional() });
const recompileQuery = z.object({ dry_run: queryFlag.default(false) });
const LISTS = ['tags', 'include', 'include_relationships'];

/** `/v1/agents/`: list, count, create, retrieve, change, delete, context window, recompile. */
export function agentRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery, LISTS);
    const rows = await listAgents(db, toFilter(query), { ...toPage(query), orderBy: query.order_by });
    return c.json(await toAgentStates(context, rows, includes(isSdkClient(c), query)));
  });
  app.get('/count', async (c) => c.json(await countAgents(db, toFilter(parseQuery(c, countQuery, LISTS)))));
  app.post('/', async (c) => {
    const row = await createAgent(context, await parseBody(c, createAgentBody));
    return c.json(await toFullAgentState(context, row));
  });
  app.get('/:id', async (c) => {
    const query = parseQuery(c, retrieveQuery, LISTS);
    const row = await requestAgent(context, c);
    c.header('etag', await agentEtag(db, row));
    return c.json((await toAgentStates(context, [row], includes(isSdkClient(c), query)))[0]);
  });
  app.patch('/:id', async (c) => {
    const row = await requestAgent(context, c);
    const body = await parseBody(c, updateAgentBody);
    const changed = await changeAgent(context, row, body, c.req.header('if-match'));
    c.header('etag', await agentEtag(db, changed));
    return c.json(await toFullAgentState(context, changed));
  });
  app.delete('/:id', async (c) => {
    const { id } = await requestAgent(context, c);
    for (const run of context.runs.idsOf(id)) context.runs.cancel(run);
    await deleteAgent(db, id);
    return c.json({ message: `Agent id=${id} successfully deleted` });
  });
  app.get('/:id/context', async (c) => {
    const { conversation_id } = parseQuery(c, contextQuery);
    const agent = await requestAgent(context, c);
    const conversation =
      conversation_id && conversation_id !== 'default' ? await requireConversation(db, conversation_id) : null;
    const thread = { agentId: agent.id, conversationId: conversation?.id ?? null };
    return c.json(await contextWindow(db, agent, thread, (conversation ?? agent).prompt_compiled_at));
  });
  const recompile = async (c: Context) => {
    const { dry_run } = parseQuery(c, recompileQuery);
    const agent = await requestAgent(context, c);
    return c.json(dry_run ? await currentPrompt(db, agent) : await recompilePrompt(context, agent));
  };
  app.post('/:id/recompile', recompile);
  app.post('/:id/system-prompt/recompile', recompile);
  return app;
}

/** `/v1/tags/`: every tag in use. */
export function tagRoutes({ db }: EmbeddedContext): Hono {
  const tagsQuery = z.object({
    name: z.string().optional(),
    query_text: z.string().optional(),
    ...pageQuery({ limit: 50, order: 'asc' }),
  });
  return new Hono().get('/', async (c) => {
    const query = parseQuery(c, tagsQuery);
    return c.json(await listTags(db, query.name ?? query.query_text, toPage(query)));
  });
}

function toFilter(query: z.output<typeof countQuery>): AgentFilter {
  return {
    name: query.name,
    queryText: query.query_text,
    tags: query.tags,
    matchAllTags: query.match_all_tags,
    lastStopReason: query.last_stop_reason,
    showHidden: query.show_hidden_agents,
  };
}

/** Clients of the 1.0 SDK get only the relations they name; older ones get all. */
function includes(
  isSdk: boolean,
  {
    include,
    include_relationships: older,
  }: { include?: AgentInclude[] | undefined; include_relationships?: string[] | undefined },
): ReadonlySet<AgentInclude> {
  if (include) return new Set(include);
  if (older) return new Set(AGENT_INCLUDES.filter((name) => older.includes(name.replace('agent.', ''))));
  return new Set(isSdk ? [] : AGENT_INCLUDES);
}
