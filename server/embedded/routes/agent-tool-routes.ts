import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { executeTool } from '#server/embedded/agent-loop/execute-tool.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { invalidFields, notFound } from '#server/embedded/letta-error.ts';
import { ownThread } from '#server/embedded/memory/recompile-prompt.ts';
import { type AgentRow, requireAgent, updateAgent } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { attachTool, detachTool, requireTool, toolsOfAgent } from '#server/embedded/store/tools.ts';
import { toFullAgentState } from './agent-wire.ts';
import { isSdkClient, pageQuery, parseBody, parseQuery, queryFlag } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';
import { toTool } from './tool-wire.ts';

interface Rule {
  tool_name: string;
  type: string;
}

const listQuery = z.object(pageQuery({ limit: 10, order: 'desc' }));
/** The TypeScript client 1.x writes `body_requires_approval` in place of the documented name. */
const approvalBody = z.looseObject({
  requires_approval: z.boolean().optional(),
  body_requires_approval: z.boolean().optional(),
});
const approvalQuery = z.object({ requires_approval: queryFlag.optional() });
const runBody = z.looseObject({ args: z.record(z.string(), z.unknown()).default({}) });

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
    // Its rules stay, as in the original: the tool may come back.
    await detachTool(db, agent.id, tool.id);
    return await answer(context, c, agent.id);
  });
  app.patch('/:id/tools/approval/:tool_name', async (c) => {
    const isRequired = await readApproval(c);
    const agent = await requestAgent(context, c);
    const name = c.req.param('tool_name');
    const isApproval = (rule: Rule) => rule.type === 'requires_approval' && rule.tool_name === name;
    const others = fromJson<Rule[]>(agent.tool_rules).filter((rule) => !isApproval(rule));
    const rule = { tool_name: name, type: 'requires_approval', prompt_template: null };
    await updateAgent(db, agent.id, { tool_rules: JSON.stringify(isRequired ? [...others, rule] : others) });
    return await answer(context, c, agent.id);
  });
  app.post('/:id/tools/:tool_name/run', async (c) => {
    const { args } = await parseBody(c, runBody);
    const agent = await requestAgent(context, c);
    return c.json(await runAgentTool(context, agent, c.req.param('tool_name'), { args, signal: c.req.raw.signal }));
  });
  return app;
}

/** Runs a tool with the agent's secrets and memory, outside any turn. Throws 404 for one the agent does not have. */
async function runAgentTool(
  context: EmbeddedContext,
  agent: AgentRow,
  name: string,
  { args, signal }: { args: Record<string, unknown>; signal: AbortSignal },
) {
  const tools = await toolsOfAgent(context.db, agent.id);
  if (!tools.some((tool) => tool.name === name))
    throw notFound(`Tool '${name}' not found or not attached to agent '${agent.id}'`);
  const scope = { context, agent, thread: ownThread(agent), tools, runId: null, signal };
  const result = await executeTool(scope, { id: 'null', name, arguments: JSON.stringify(args) });
  const isOk = result.status === 'success';
  return {
    status: result.status,
    func_return: isOk ? result.func_response : null,
    agent_state: null,
    stdout: result.stdout,
    stderr: isOk ? result.stderr : [...(result.stderr ?? [result.func_response])],
    sandbox_config_fingerprint: null,
  };
}

/** Clients of the 1.0 SDK get null, older ones the agent. */
async function answer(context: EmbeddedContext, c: Context, agentId: string) {
  return c.json(isSdkClient(c) ? null : await toFullAgentState(context, await requireAgent(context.db, agentId)));
}

/** What the body says, or the query as older clients have it. */
async function readApproval(c: Context): Promise<boolean> {
  const body = await parseBody(c, approvalBody, { optional: true });
  const value = body.requires_approval ?? body.body_requires_approval ?? parseQuery(c, approvalQuery).requires_approval;
  if (value !== undefined) return value;
  throw invalidFields([{ type: 'missing', loc: ['body', 'requires_approval'], msg: 'Field required', input: body }]);
}
