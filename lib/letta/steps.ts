import type { Step as SdkStep } from '@letta-ai/letta-client/resources/steps';
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import type { AgentRef } from './agents.ts';
import { refuseMissing } from './capabilities.ts';
import { serverPath } from './create-letta-client.ts';
import { RequestError, statusOf } from './describe-failure.ts';
import { requestJson } from './request-json.ts';

/** A step: one call of the model, and the tools it asked for. */
export type Step = SdkStep & { cached_input_tokens?: number | null; error_type?: string | null };

/** What a person thinks of a step. */
type Feedback = 'positive' | 'negative';

/** Which steps a list shows. Null and no entries: whatever it is. */
export interface StepFilter {
  model: string | null;
  /** That feedback, any at all, or none. */
  feedback: Feedback | 'any' | 'none' | null;
  tags: string[];
  traceIds: string[];
  /** Days as a date field writes them, the last one included. */
  from: string | null;
  to: string | null;
}

/** How long the parts of a step took, in nanoseconds; null where nobody measured. */
export interface StepMetrics {
  llm_request_ns: number | null;
  tool_execution_ns: number | null;
  step_ns: number | null;
}

/** What was sent to the provider and what came back. */
export interface StepTrace {
  request_json: unknown;
  response_json: unknown;
}

/** A step never changes once it is over. */
const FOR_GOOD = Number.POSITIVE_INFINITY;

const PAGE_SIZE = 50;

export const stepKeys = {
  server: (serverId: string) => ['steps', serverId] as const,
  lists: (serverId: string) => [...stepKeys.server(serverId), 'list'] as const,
  item: (serverId: string, stepId: string) => [...stepKeys.server(serverId), stepId] as const,
};

/** The steps of all runs of the agent, the newest first. */
export function stepsQuery(ref: AgentRef, filter: StepFilter) {
  return infiniteQueryOptions({
    queryKey: [...stepKeys.lists(ref.serverId), ref.agentId, filter] as const,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = toSearch(filter);
      query.set('agent_id', ref.agentId);
      query.set('order', 'desc');
      query.set('limit', String(PAGE_SIZE));
      if (pageParam) query.set('before', pageParam);
      return requestJson<Step[]>(`${serverPath(ref.serverId)}/v1/steps/?${query}`, { signal });
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

function toSearch({ model, feedback, tags, traceIds, from, to }: StepFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (model) query.set('model', model);
  if (feedback === 'any' || feedback === 'none') query.set('has_feedback', String(feedback === 'any'));
  else if (feedback) query.set('feedback', feedback);
  for (const tag of tags) query.append('tags', tag);
  for (const id of traceIds) query.append('trace_ids', id);
  if (from) query.set('start_date', new Date(`${from}T00:00:00`).toISOString());
  if (to) query.set('end_date', new Date(`${to}T23:59:59.999`).toISOString());
  return query;
}

/** Whether a server refused to list steps because it never can: Letta 0.16.8 calls its own function wrongly. */
export function cannotListSteps(error: unknown): boolean {
  return statusOf(error) === 400 && error instanceof RequestError && JSON.stringify(error.body).includes(BROKEN_LIST);
}

const BROKEN_LIST = 'Argument order does not match type';

/** One step. */
export function stepQuery(serverId: string, stepId: string) {
  return queryOptions({
    queryKey: stepKeys.item(serverId, stepId),
    queryFn: ({ signal }) => requestJson<Step>(stepPath(serverId, stepId), { signal }),
  });
}

/** How long a step took. */
export function stepMetricsQuery(serverId: string, stepId: string) {
  return queryOptions({
    queryKey: [...stepKeys.item(serverId, stepId), 'metrics'] as const,
    queryFn: ({ signal }) => requestJson<StepMetrics>(`${stepPath(serverId, stepId)}/metrics`, { signal }),
    staleTime: (query) => (query.state.data?.step_ns ? FOR_GOOD : 0),
  });
}

/** The exchange with the provider; null when the server keeps none. Older servers have it at an older path only. */
export function stepTraceQuery(serverId: string, stepId: string) {
  return queryOptions({
    queryKey: [...stepKeys.item(serverId, stepId), 'trace'] as const,
    queryFn: ({ signal }) =>
      requestJson<StepTrace | null>(`${stepPath(serverId, stepId)}/trace`, { signal }).catch((error: unknown) => {
        if (statusOf(error) !== 404) throw error;
        const olderPath = `${serverPath(serverId)}/v1/telemetry/${encodeURIComponent(stepId)}`;
        return requestJson<StepTrace | null>(olderPath, { signal });
      }),
    staleTime: (query) => (query.state.data ? FOR_GOOD : 0),
  });
}

/** What a step said. */
export function stepMessagesQuery(serverId: string, stepId: string) {
  return queryOptions({
    queryKey: [...stepKeys.item(serverId, stepId), 'messages'] as const,
    queryFn: ({ signal }) =>
      requestJson<LettaMessage[]>(`${stepPath(serverId, stepId)}/messages?order=asc&limit=1000`, { signal }),
  });
}

/** Steps to compare with, the newest first, and how many previews left behind without a run. */
export interface ComparableSteps {
  steps: Step[];
  hiddenPreviews: number;
}

/** The agent's newest steps. The original cannot list them: then those of one run. */
export function comparableStepsQuery(ref: AgentRef, runId: string | null) {
  return queryOptions({
    queryKey: [...stepKeys.server(ref.serverId), 'of', ref.agentId, runId] as const,
    queryFn: async ({ signal, client }): Promise<ComparableSteps> => {
      const path = `${serverPath(ref.serverId)}/v1`;
      const ofAgent = new URLSearchParams({ agent_id: ref.agentId, limit: '200', order: 'desc' });
      const listAll = async () => {
        refuseMissing(client, ref.serverId, 'steps');
        return await requestJson<Step[]>(`${path}/steps/?${ofAgent}`, { signal });
      };
      const all = await listAll().catch((error: unknown) => {
        if (runId === null) throw error;
        return requestJson<Step[]>(`${path}/runs/${encodeURIComponent(runId)}/steps?order=desc&limit=1000`, { signal });
      });
      const steps = all.filter((step) => !isPhantomStep(step));
      return { steps, hiddenPreviews: all.length - steps.length };
    },
  });
}

/** A preview of a request leaves a step behind on the original: of no run, and without a token. */
function isPhantomStep(step: Step): boolean {
  return !step.run_id && !step.total_tokens && !step.prompt_tokens;
}

/** Says what a person thinks of a step; null takes it back. Its tags stay. */
export function stepFeedbackMutation(serverId: string, stepId: string) {
  return mutationOptions({
    scope: feedbackScope(stepId),
    mutationFn: (feedback: Feedback | null) => sendFeedback(serverId, stepId, { feedback }),
    onSuccess: (step, _input, _result, { client }) => keepStep(client, serverId, step),
  });
}

/** Puts these tags on a step. Its feedback stays. */
export function stepTagsMutation(serverId: string, stepId: string) {
  return mutationOptions({
    scope: feedbackScope(stepId),
    mutationFn: async (tags: string[], { client }) => {
      // Letta takes feedback that is not sent along for feedback taken back.
      const feedback = client.getQueryData(stepQuery(serverId, stepId).queryKey)?.feedback ?? null;
      const step = await sendFeedback(serverId, stepId, { feedback, tags });
      keepStep(client, serverId, step);
      if (step.tags?.some((tag) => !tags.includes(tag))) throw new Error('This server does not take off the last tag.');
      return step;
    },
  });
}

/** One change after the other: each of them sends what the one before it left. */
function feedbackScope(stepId: string) {
  return { id: `feedback ${stepId}` };
}

function sendFeedback(serverId: string, stepId: string, body: { feedback: Feedback | null; tags?: string[] }) {
  return requestJson<Step>(`${stepPath(serverId, stepId)}/feedback`, { method: 'PATCH', body });
}

function keepStep(client: QueryClient, serverId: string, step: Step): void {
  client.setQueryData(stepQuery(serverId, step.id).queryKey, (known) => ({ ...known, ...step }));
  void client.invalidateQueries({ queryKey: stepKeys.lists(serverId) });
}

function stepPath(serverId: string, stepId: string): string {
  return `${serverPath(serverId)}/v1/steps/${encodeURIComponent(stepId)}`;
}
