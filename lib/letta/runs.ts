import type { Run as SdkRun } from '@letta-ai/letta-client/resources/agents/messages';
import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { readError } from '#lib/runs/reduce-run.ts';
import type { RunError } from '#lib/runs/run-state.ts';
import type { AgentRef } from './agents.ts';
import { lettaClient, serverPath } from './create-letta-client.ts';
import { statusOf } from './describe-failure.ts';
import { requestJson } from './request-json.ts';
import type { Step } from './steps.ts';

/** A run. Its times are not in the SDK's type. */
export type Run = SdkRun & { ttft_ns?: number | null; total_duration_ns?: number | null };

/** Which runs a list shows. Null: whatever it is. */
export interface RunFilter {
  status: string | null;
  stopReason: string | null;
  isBackground: boolean | null;
  conversationId: string | null;
}

/** What a run cost, in tokens. */
export interface RunTokens {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  total_tokens?: number | null;
  prompt_tokens_details?: { cached_tokens?: number | null } | null;
  completion_tokens_details?: { reasoning_tokens?: number | null } | null;
}

const PAGE_SIZE = 50;

export const runKeys = {
  running: (serverId: string) => ['runs', serverId, 'running'] as const,
  agent: ({ serverId, agentId }: AgentRef) => ['runs', serverId, agentId] as const,
  active: (ref: AgentRef) => [...runKeys.agent(ref), 'active'] as const,
  lists: (ref: AgentRef) => [...runKeys.agent(ref), 'list'] as const,
  list: (ref: AgentRef, filter: RunFilter) => [...runKeys.lists(ref), filter] as const,
  item: (ref: AgentRef, runId: string) => [...runKeys.agent(ref), 'item', runId] as const,
};

/** The agent's runs, the newest first. Letta's cursor goes the other way round here: `before` is the next page. */
export function runsQuery(ref: AgentRef, filter: RunFilter) {
  return infiniteQueryOptions({
    queryKey: runKeys.list(ref, filter),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ agent_id: ref.agentId, limit: String(PAGE_SIZE), order: 'desc' });
      if (filter.status) query.append('statuses', filter.status);
      if (filter.stopReason) query.set('stop_reason', filter.stopReason);
      if (filter.isBackground !== null) query.set('background', String(filter.isBackground));
      if (filter.conversationId) query.set('conversation_id', filter.conversationId);
      if (pageParam) query.set('before', pageParam);
      return requestJson<Run[]>(`${serverPath(ref.serverId)}/v1/runs/?${query}`, { signal });
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

/** One run. */
export function runQuery(ref: AgentRef, runId: string) {
  return queryOptions({
    queryKey: runKeys.item(ref, runId),
    queryFn: ({ signal }) => requestJson<Run>(runPath(ref, runId), { signal }),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 1_000),
  });
}

/** The steps of a run, the first one first. */
export function runStepsQuery(ref: AgentRef, runId: string) {
  return queryOptions({
    queryKey: [...runKeys.item(ref, runId), 'steps'] as const,
    queryFn: ({ signal }) => requestJson<Step[]>(`${runPath(ref, runId)}/steps?order=asc&limit=1000`, { signal }),
  });
}

/** What a run cost. */
export function runUsageQuery(ref: AgentRef, runId: string) {
  return queryOptions({
    queryKey: [...runKeys.item(ref, runId), 'usage'] as const,
    queryFn: ({ signal }) => requestJson<RunTokens>(`${runPath(ref, runId)}/usage`, { signal }),
  });
}

/** What a run said and was told. */
export function runMessagesQuery(ref: AgentRef, runId: string) {
  return queryOptions({
    queryKey: [...runKeys.item(ref, runId), 'messages'] as const,
    queryFn: ({ signal }) =>
      requestJson<LettaMessage[]>(`${runPath(ref, runId)}/messages?order=asc&limit=1000`, { signal }),
  });
}

/** The OpenTelemetry spans of a run; null where the server keeps none. */
export function runSpansQuery(ref: AgentRef, runId: string) {
  return queryOptions({
    queryKey: [...runKeys.item(ref, runId), 'spans'] as const,
    queryFn: ({ signal }): Promise<Record<string, unknown>[] | null> =>
      requestJson<Record<string, unknown>[]>(`${runPath(ref, runId)}/trace`, { signal }).catch((error: unknown) => {
        if (statusOf(error) === 501) return null;
        throw error;
      }),
  });
}

const NEWEST_RUNS = 200;

/** When runs began, by their ids: steps do not say when they were. The newest come from one list, the others singly. */
export function runStartsQuery(ref: AgentRef, runIds: string[]) {
  return queryOptions({
    queryKey: [...runKeys.lists(ref), 'starts', runIds] as const,
    queryFn: async ({ signal, client }): Promise<Record<string, string>> => {
      const query = new URLSearchParams({ agent_id: ref.agentId, limit: String(NEWEST_RUNS), order: 'desc' });
      const newest = await requestJson<Run[]>(`${serverPath(ref.serverId)}/v1/runs/?${query}`, { signal });
      const listed = new Set(newest.map((run) => run.id));
      const others = runIds.filter((id) => !listed.has(id));
      const found = await Promise.allSettled(others.map((id) => client.ensureQueryData(runQuery(ref, id))));
      const runs = [...newest, ...found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))];
      return Object.fromEntries(runs.map((run) => [run.id, run.created_at ?? '']));
    },
    placeholderData: keepPreviousData,
  });
}

/** Deletes the record of a run; its messages stay. The original does it and then answers 500: what counts is that it is gone. */
export function deleteRunMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: async (runId: string) => {
      try {
        await requestJson(runPath(ref, runId), { method: 'DELETE' });
      } catch (error) {
        const isGone = await requestJson(runPath(ref, runId)).then(
          () => false,
          (again: unknown) => statusOf(again) === 404,
        );
        if (!isGone) throw error;
      }
    },
    // Not the run itself: the page that still shows it would ask for what is gone.
    onSuccess: (_answer, _runId, _result, { client }) => client.invalidateQueries({ queryKey: runKeys.lists(ref) }),
  });
}

/** When a run ended, in milliseconds since the epoch. The original leaves the time zone out, and means UTC. */
function runEnd(run: Run): number | null {
  const date = run.completed_at;
  if (!date) return null;
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date}Z`);
}

/** What made a run fail: its metadata keep the message a stream would have ended with, or only its words. */
export function describeRunError(run: Run): RunError | null {
  if (run.status !== 'failed') return null;
  const kept = run.metadata?.['error'];
  if (typeof kept === 'object' && kept !== null) return readError({ ...kept });
  const words = typeof kept === 'string' ? kept : `The server ended the run (${run.stop_reason ?? 'no reason given'}).`;
  return { title: 'The turn failed', message: words, next: 'The steps of the run may tell why.' };
}

/** How long a run took, in milliseconds; null where nothing tells. */
export function runDuration(run: Run): number | null {
  if (typeof run.total_duration_ns === 'number') return run.total_duration_ns / 1e6;
  const end = runEnd(run);
  return end !== null && run.created_at ? Math.max(0, end - Date.parse(run.created_at)) : null;
}

function runPath({ serverId }: AgentRef, runId: string): string {
  return `${serverPath(serverId)}/v1/runs/${encodeURIComponent(runId)}`;
}

/** Runs older than this that still count as active were left behind by a server that stopped. */
const STALE_AFTER_MS = 60 * 60_000;
/** A run that was created and did not begin by then never will: some sends of the original leave such runs behind. */
const BEGINS_WITHIN_MS = 60_000;

/** Whether a run has ended, by what the server says of it. */
export function isOver({ status }: Pick<Run, 'status'>): boolean {
  return status !== 'created' && status !== 'running';
}

/** Whether a run goes on at `now`, in milliseconds since the epoch: it has not ended, and was not left behind. */
export function isGoingOn(run: Pick<Run, 'status' | 'created_at'>, now: number): boolean {
  const age = run.created_at ? now - Date.parse(run.created_at) : 0;
  return !isOver(run) && age < (run.status === 'created' ? BEGINS_WITHIN_MS : STALE_AFTER_MS);
}

/** How a turn ended and what it cost; null where the server does not say. */
export interface RunSummary {
  isOver: boolean;
  stopReason: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
}

/** A turn's end: read until there is one, then never again. */
export function runSummaryQuery(ref: AgentRef, runId: string) {
  return queryOptions({
    queryKey: [...runKeys.agent(ref), 'summary', runId] as const,
    queryFn: async ({ signal }): Promise<RunSummary> => {
      const client = lettaClient(ref.serverId);
      const [run, usage] = await Promise.all([
        client.runs.retrieve(runId, { signal }),
        client.runs.usage.retrieve(runId, { signal }),
      ]);
      return {
        isOver: isOver(run),
        stopReason: run.stop_reason ?? null,
        promptTokens: usage.prompt_tokens ?? null,
        completionTokens: usage.completion_tokens ?? null,
      };
    },
    staleTime: (query) => (query.state.data?.isOver ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: (query) => (query.state.data && !query.state.data.isOver ? 1_000 : false),
  });
}
