import { Hono } from 'hono';
import { z } from 'zod';
import { toLettaMessages } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ORGANIZATION_ID, requireId, USER_ID } from '#server/embedded/ids.ts';
import { readModelSettings } from '#server/embedded/models/model-settings.ts';
import { listStepMessages } from '#server/embedded/store/messages.ts';
import type { PageRequest } from '#server/embedded/store/page.ts';
import { findTrace, listSteps, requireStep, type StepRow, updateStep } from '#server/embedded/store/steps.ts';
import { boundaryIso } from '#server/embedded/times.ts';
import { toLlmConfig, unlistedModel } from './model-wire.ts';
import { pageQuery, parseBody, parseQuery, queryFlag } from './parse-request.ts';
import { toStep } from './run-wire.ts';

const listQuery = z.object({
  agent_id: z.string().optional(),
  model: z.string().optional(),
  feedback: z.enum(['positive', 'negative']).optional(),
  has_feedback: queryFlag.optional(),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  tags: z.array(z.string()).optional(),
  trace_ids: z.array(z.string()).optional(),
  ...pageQuery({ limit: 50, order: 'desc' }),
});
const messagesQuery = z.object(pageQuery({ limit: 100, order: 'asc' }));
const feedbackBody = z.looseObject({
  feedback: z.enum(['positive', 'negative']).nullish(),
  tags: z.array(z.string()).nullish(),
});

/** `/v1/steps/`: list, retrieve, metrics, trace, messages, feedback. */
export function stepRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery, ['tags', 'trace_ids']);
    // Steps have no trace id here, so that none can be among those asked for.
    if (query.trace_ids?.length) return c.json([]);
    const filter = {
      agentId: query.agent_id,
      model: query.model,
      feedback: query.feedback,
      hasFeedback: query.has_feedback,
      tags: query.tags,
      start: boundaryIso(query.start_date, 'start'),
      end: boundaryIso(query.end_date, 'end'),
    };
    return c.json((await listSteps(db, filter, toStepPage(query))).map(toStep));
  });
  app.get('/:id', async (c) => c.json(toStep(await requireStep(db, stepId(c.req.param('id'))))));
  app.get('/:id/metrics', async (c) => {
    return c.json(toMetrics(await requireStep(db, stepId(c.req.param('id')), 'StepMetrics')));
  });
  app.get('/:id/trace', async (c) => c.json(await traceOf(context, stepId(c.req.param('id')))));
  app.get('/:id/messages', async (c) => {
    const { order } = parseQuery(c, messagesQuery);
    const rows = await listStepMessages(db, stepId(c.req.param('id')));
    return c.json((order === 'desc' ? rows.reverse() : rows).flatMap(toLettaMessages));
  });
  app.patch('/:id/feedback', async (c) => {
    const body = await parseBody(c, feedbackBody);
    const step = await requireStep(db, stepId(c.req.param('id')));
    const tags = body.tags ? { tags: JSON.stringify(body.tags) } : {};
    await updateStep(db, step.id, { feedback: body.feedback ?? null, ...tags });
    return c.json(toStep(await requireStep(db, step.id)));
  });
  return app;
}

/** The cursors of this list mean times, as in the original: `before` gives older steps in either order. */
function toStepPage(query: PageRequest): PageRequest {
  const { limit, order, after, before } = query;
  return order === 'asc' ? { limit, order, after, before } : { limit, order, after: before, before: after };
}

/** `/v1/telemetry/{step_id}`: the older path of a step's trace. */
export function telemetryRoutes(context: EmbeddedContext): Hono {
  return new Hono().get('/:id', async (c) => c.json(await traceOf(context, stepId(c.req.param('id')))));
}

/** The full request to the provider and its answer; null when none is kept. */
async function traceOf(context: EmbeddedContext, id: string) {
  const trace = await findTrace(context.db, id);
  if (!trace) return null;
  const step = await requireStep(context.db, id);
  const models = await context.models.listModels();
  const model =
    models.find((each) => each.handle === step.model_handle) ??
    unlistedModel(step.model_handle, step.context_window_limit);
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: trace.createdAt,
    updated_at: trace.updatedAt,
    id: trace.id,
    request_json: trace.request,
    response_json: trace.response,
    step_id: id,
    agent_id: step.agent_id,
    agent_tags: [],
    call_type: 'agent_step',
    run_id: step.run_id,
    source: null,
    org_id: ORGANIZATION_ID,
    user_id: USER_ID,
    compaction_settings: null,
    llm_config: toLlmConfig(model, {
      settings: readModelSettings(model, {}, null),
      contextWindow: step.context_window_limit,
    }),
    billing_context: null,
  };
}

function toMetrics(step: StepRow) {
  return {
    id: step.id,
    organization_id: ORGANIZATION_ID,
    provider_id: step.provider_id,
    run_id: step.run_id,
    agent_id: step.agent_id,
    step_start_ns: null,
    llm_request_start_ns: null,
    llm_request_ns: step.llm_request_ns,
    tool_execution_ns: step.tool_execution_ns,
    step_ns: step.step_ns,
    base_template_id: null,
    template_id: null,
    project_id: null,
  };
}

function stepId(value: string): string {
  return requireId('step', value);
}
