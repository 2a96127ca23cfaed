import { Hono } from 'hono';
import { z } from 'zod';
import { toLettaMessages } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ORGANIZATION_ID, requireId } from '#server/embedded/ids.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { listRunMessages } from '#server/embedded/store/messages.ts';
import {
  ACTIVE_STATUSES,
  listRunSteps,
  listRuns,
  type RunRow,
  requireRun,
  type StepRow,
} from '#server/embedded/store/runs.ts';
import { pageQuery, parseQuery, queryFlag, toPage } from './parse-request.ts';

const listQuery = z.object({
  agent_id: z.string().optional(),
  statuses: z.array(z.string()).optional(),
  stop_reason: z.string().optional(),
  background: queryFlag.optional(),
  active: queryFlag.optional(),
  ...pageQuery({ limit: 100, order: 'desc' }),
});
const messagesQuery = z.object(pageQuery({ limit: 100, order: 'asc' }));

/** `/v1/runs/`: list, retrieve, messages, steps, usage. */
export function runRoutes({ db }: EmbeddedContext): Hono {
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery, ['statuses']);
    const filter = {
      agentId: query.agent_id,
      statuses: query.active ? ACTIVE_STATUSES : query.statuses,
      stopReason: query.stop_reason,
      background: query.background,
    };
    return c.json((await listRuns(db, filter, toPage(query))).map(toRun));
  });
  app.get('/:id', async (c) => c.json(toRun(await requireRun(db, requireId('run', c.req.param('id'))))));
  app.get('/:id/messages', async (c) => {
    const query = parseQuery(c, messagesQuery);
    const run = await requireRun(db, requireId('run', c.req.param('id')));
    return c.json((await listRunMessages(db, run.id, toPage(query))).flatMap(toLettaMessages));
  });
  app.get('/:id/steps', async (c) => {
    const run = await requireRun(db, requireId('run', c.req.param('id')));
    return c.json((await listRunSteps(db, run.id)).toReversed().map(toStep));
  });
  app.get('/:id/usage', async (c) => {
    const steps = await listRunSteps(db, (await requireRun(db, requireId('run', c.req.param('id')))).id);
    const sum = (key: 'prompt_tokens' | 'completion_tokens' | 'total_tokens') =>
      steps.reduce((total, step) => total + step[key], 0);
    return c.json({
      completion_tokens: sum('completion_tokens'),
      prompt_tokens: sum('prompt_tokens'),
      total_tokens: sum('total_tokens'),
      prompt_tokens_details: null,
      completion_tokens_details: null,
    });
  });
  return app;
}

/** A run as clients get it; `completed_at` has no time zone, as in the original. */
export function toRun(row: RunRow) {
  return {
    id: row.id,
    status: row.status,
    created_at: row.created_at,
    completed_at: row.completed_at?.replace('Z', '') ?? null,
    agent_id: row.agent_id,
    conversation_id: null,
    base_template_id: null,
    background: row.background === 1,
    metadata: fromJson<Record<string, unknown>>(row.metadata),
    request_config: fromJson<Record<string, unknown>>(row.request_config),
    stop_reason: row.stop_reason,
    callback_url: null,
    callback_sent_at: null,
    callback_status_code: null,
    callback_error: null,
    ttft_ns: row.ttft_ns,
    total_duration_ns: row.total_duration_ns,
  };
}

function toStep(row: StepRow) {
  return {
    id: row.id,
    origin: null,
    organization_id: ORGANIZATION_ID,
    provider_id: null,
    run_id: row.run_id,
    agent_id: row.agent_id,
    provider_name: row.provider_name,
    provider_category: 'base',
    model: row.model,
    model_handle: row.model_handle,
    model_endpoint: row.model_endpoint,
    context_window_limit: row.context_window_limit,
    completion_tokens: row.completion_tokens,
    prompt_tokens: row.prompt_tokens,
    total_tokens: row.total_tokens,
    cached_input_tokens: row.cached_input_tokens,
    cache_write_tokens: null,
    reasoning_tokens: row.reasoning_tokens,
    completion_tokens_details: null,
    prompt_tokens_details: null,
    stop_reason: row.stop_reason,
    tags: [],
    tid: null,
    trace_id: null,
    messages: [],
    feedback: null,
    project_id: null,
    error_type: row.error_type,
    error_data: fromNullableJson<Record<string, unknown>>(row.error_data),
    status: row.status,
  };
}
