import type { Run } from '@letta-ai/letta-client/resources/agents/messages';
import { queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';

export type { Run };

export const runKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['runs', serverId, agentId] as const,
  active: (ref: AgentRef) => [...runKeys.agent(ref), 'active'] as const,
};

/** Runs older than this that still count as active were left behind by a server that stopped. */
const STALE_AFTER_MS = 60 * 60_000;

/** The run that is going on for this agent, if any. Looked at again every second while there is one. */
export function activeRunQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: runKeys.active(ref),
    queryFn: async ({ signal }): Promise<Run | null> => {
      const page = await lettaClient(ref.serverId).runs.list(
        { agent_id: ref.agentId, statuses: ['created', 'running'], limit: 5 },
        { signal },
      );
      const since = Date.now() - STALE_AFTER_MS;
      return page.items.find((run) => !run.created_at || Date.parse(run.created_at) > since) ?? null;
    },
    staleTime: 0,
    // A server that does not answer is asked again too: a run may be waiting there.
    refetchInterval: (query) => (query.state.data ? 1_000 : query.state.status === 'error' ? 2_000 : false),
  });
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
        isOver: run.status !== 'created' && run.status !== 'running',
        stopReason: run.stop_reason ?? null,
        promptTokens: usage.prompt_tokens ?? null,
        completionTokens: usage.completion_tokens ?? null,
      };
    },
    staleTime: (query) => (query.state.data?.isOver ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: (query) => (query.state.data && !query.state.data.isOver ? 1_000 : false),
  });
}
