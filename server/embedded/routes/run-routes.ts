import { Hono } from 'hono';
import { z } from 'zod';
import { toLettaMessages } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ORGANIZATION_ID, requireId } from '#server/embedded/ids.ts';
import { LettaError } from '#server/embedded/letta-error.ts';
import { listRunMessages } from '#server/embedded/store/messages.ts';
import { ACTIVE_STATUSES, deleteRun, listRuns, requireRun, toolsUsedIn } from '#server/embedded/store/runs.ts';
import { listRunSteps, listSteps } from '#server/embedded/store/steps.ts';
import { pageQuery, parseBody, parseQuery, queryFlag, toPage } from './parse-request.ts';
import { resumeBody, resumeRun } from './resume-run.ts';
import { toRun, toStep } from './run-wire.ts';

const listQuery = z.object({
  agent_id: z.string().optional(),
  agent_ids: z.array(z.string()).optional(),
  conversation_id: z.string().optional(),
  statuses: z.array(z.string()).optional(),
  stop_reason: z.string().optional(),
  background: queryFlag.optional(),
  active: queryFlag.optional(),
  ...pageQuery({ limit: 100, order: 'desc' }),
});
const messagesQuery = z.object(pageQuery({ limit: 100, order: 'asc' }));
const stepsQuery = z.object(pageQuery({ limit: 100, order: 'desc' }));

/** `/v1/runs/`: list, retrieve, messages, steps, usage, metrics, stream, delete. */
export function runRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  const list = async (query: z.output<typeof listQuery>) => {
    const agentIds = query.agent_ids ?? (query.agent_id ? [query.agent_id] : undefined);
    const filter = {
      agentIds,
      conversationId: query.conversation_id,
      statuses: query.active ? ACTIVE_STATUSES : query.statuses,
      stopReason: query.stop_reason,
      background: query.background,
    };
    return (await listRuns(db, filter, toPage(query))).map(toRun);
  };
  app.get('/', async (c) => c.json(await list(parseQuery(c, listQuery, ['statuses', 'agent_ids']))));
  app.get('/active', async (c) => {
    return c.json(await list({ ...parseQuery(c, listQuery, ['statuses', 'agent_ids']), active: true }));
  });
  app.get('/:id', async (c) => {
    // The original tells the duration in lists only.
    return c.json({ ...toRun(await requireRun(db, runId(c.req.param('id')))), total_duration_ns: null });
  });
  app.delete('/:id', async (c) => {
    const run = await requireRun(db, runId(c.req.param('id')));
    context.runs.cancel(run.id);
    await deleteRun(db, run.id);
    return c.json(toRun(run));
  });
  app.get('/:id/messages', async (c) => {
    const query = parseQuery(c, messagesQuery);
    const run = await requireRun(db, runId(c.req.param('id')));
    const messages = (await listRunMessages(db, run.id, toPage(query))).map(toLettaMessages);
    return c.json(query.order === 'desc' ? messages.flatMap((parts) => parts.toReversed()) : messages.flat());
  });
  app.get('/:id/steps', async (c) => {
    const query = parseQuery(c, stepsQuery);
    const run = await requireRun(db, runId(c.req.param('id')));
    return c.json((await listSteps(db, { runId: run.id }, toPage(query))).map(toStep));
  });
  app.get('/:id/usage', async (c) => c.json(await usageOf(context, runId(c.req.param('id')))));
  app.get('/:id/metrics', async (c) => c.json(await metricsOf(context, runId(c.req.param('id')))));
  app.get('/:id/trace', () => {
    throw new LettaError(501, { detail: 'This server keeps no OpenTelemetry traces. Read the traces of the steps.' });
  });
  app.post('/:id/stream', async (c) => {
    const body = await parseBody(c, resumeBody, { optional: true });
    return await resumeRun(context, runId(c.req.param('id')), body);
  });
  return app;
}

async function usageOf({ db }: EmbeddedContext, id: string) {
  const steps = await listRunSteps(db, (await requireRun(db, id)).id);
  const sum = (key: 'prompt_tokens' | 'completion_tokens' | 'total_tokens') =>
    steps.reduce((total, step) => total + step[key], 0);
  return {
    completion_tokens: sum('completion_tokens'),
    prompt_tokens: sum('prompt_tokens'),
    total_tokens: sum('total_tokens'),
    prompt_tokens_details: null,
    completion_tokens_details: null,
  };
}

async function metricsOf({ db }: EmbeddedContext, id: string) {
  const run = await requireRun(db, id, 'RunMetrics');
  return {
    id: run.id,
    organization_id: ORGANIZATION_ID,
    agent_id: run.agent_id,
    project_id: null,
    run_start_ns: Date.parse(run.created_at) * 1_000_000,
    run_ns: run.total_duration_ns,
    num_steps: (await listRunSteps(db, run.id)).length,
    tools_used: await toolsUsedIn(db, run),
    template_id: null,
    base_template_id: null,
  };
}

function runId(value: string): string {
  return requireId('run', value);
}
