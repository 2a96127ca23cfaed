import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { requireAgent, updateAgent } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { attachTool, detachTool, requireTool, toolsOfAgent } from '#server/embedded/store/tools.ts';
import { toFullAgentState } from './agent-wire.ts';
import { isSdkClient, pageQuery, parseQuery } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';
import { toTool } from './tool-wire.ts';

interface Rule {
  tool_name: string;
  type: string;
}

const listQuery = z.object(pageQuery({ limit: 10, order: 'desc' }));

/** `/v1/agents/{id}/tools`: the tools of one agent. As in the original the list gives 10 unless asked for more. */
export function agentToolRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/:id/tools', async (c) => {
    const query = parseQuery(c, listQuery);
    const agent = await requestAgent(context, c);
    const tools = await toolsOfAgent(db, agent.id);
    const ordered = query.order === 'desc' ? tools.toReversed() : tools;
    const start = query.after ? ordered.findIndex((tool) => tool.id === query.after) + 1 : 0;
    return c.json(ordered.slice(start, query.limit === 0 ? undefined : start + query.limit).map(toTool));
  });
  app.patch('/:id/tools/attach/:tool_id', async (c) => {
    const agent = await requestAgent(context, c);
    const tool = await requireTool(db, requireId('tool', c.req.param('tool_id')));
    await db.transaction().execute(async (trx) => {
      await attachTool(trx, agent.id, tool.id);
      const rules = fromJson<Rule[]>((await requireAgent(trx, agent.id)).tool_rules);
      const isRuled = rules.some((rule) => rule.type === 'requires_approval' && rule.tool_name === tool.name);
      if (tool.default_requires_approval !== 1 || isRuled) return;
      const rule = { tool_name: tool.name, type: 'requires_approval', prompt_template: null };
      await updateAgent(trx, agent.id, { tool_rules: JSON.stringify([...rules, rule]) });
    });
    return await answer(context, c, agent.id);
  });
  app.patch('/:id/tools/detach/:tool_id', async (c) => {
    const agent = await requestAgent(context, c);
    const tool = await requireTool(db, requireId('tool', c.req.param('tool_id')));
    await db.transaction().execute(async (trx) => {
      await detachTool(trx, agent.id, tool.id);
      const rules = fromJson<Rule[]>((await requireAgent(trx, agent.id)).tool_rules);
      const kept = rules.filter((rule) => rule.tool_name !== tool.name);
      await updateAgent(trx, agent.id, { tool_rules: JSON.stringify(kept) });
    });
    return await answer(context, c, agent.id);
  });
  return app;
}

/** Clients of the 1.0 SDK get null, older ones the agent. */
async function answer(context: EmbeddedContext, c: Context, agentId: string) {
  return c.json(isSdkClient(c) ? null : await toFullAgentState(context, await requireAgent(context.db, agentId)));
}
