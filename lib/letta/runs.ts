import { queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';

export const runKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['runs', serverId, agentId] as const,
  active: (ref: AgentRef) => [...runKeys.agent(ref), 'active'] as const,
};

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
