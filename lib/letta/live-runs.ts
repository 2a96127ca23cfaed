import { queryOptions } from '@tanstack/react-query';
import type { RunReport } from '#lib/runs/run-ports.ts';
import type { AgentRef, ThreadRef } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';
import { readHistoryPage } from './messages.ts';
import { describeRunError, isGoingOn, isOver, type Run, runKeys } from './runs.ts';

/** The run that is going on in this thread, if any. */
export function activeRunQuery(ref: ThreadRef) {
  return queryOptions({
    queryKey: [...runKeys.active(ref), ref.conversationId ?? 'default'] as const,
    queryFn: ({ signal }) => findActiveRun(ref, signal),
    staleTime: 0,
    // A server that does not answer is asked again: a run may be waiting there.
    refetchInterval: (query) => (query.state.status === 'error' ? 2_000 : false),
  });
}

async function findActiveRun(ref: ThreadRef, signal: AbortSignal): Promise<Run | null> {
  const page = await lettaClient(ref.serverId).runs.list(
    { agent_id: ref.agentId, statuses: ['created', 'running'], limit: 20 },
    { signal },
  );
  const now = Date.now();
  const ofThread = (run: Run) => (run.conversation_id ?? null) === ref.conversationId;
  return page.items.find((run) => ofThread(run) && isGoingOn(run, now)) ?? null;
}

const MOST_RUNNING = 200;

/**
 * The ids of the agents that have a run going on, by one request for the whole server, again every few seconds while the
 * page is in sight.
 */
export function runningAgentsQuery(serverId: string) {
  return queryOptions({
    queryKey: runKeys.running(serverId),
    queryFn: async ({ signal }) => {
      const params = { statuses: ['created', 'running'], limit: MOST_RUNNING };
      const page = await lettaClient(serverId).runs.list(params, { signal });
      const now = Date.now();
      return [...new Set(page.items.filter((run) => isGoingOn(run, now)).map((run) => run.agent_id))];
    },
    retry: false,
    refetchInterval: (query) => (query.state.status === 'error' ? false : 5_000),
  });
}

/** How a run stands. Throws what the request throws; a run the server does not know is a 404. */
export async function readRunReport(ref: AgentRef, runId: string, signal: AbortSignal): Promise<RunReport> {
  const client = lettaClient(ref.serverId);
  const run = await client.runs.retrieve(runId, { signal });
  if (!isOver(run)) return { isOver: false, stopReason: null, usage: null, error: null };
  const usage = await client.runs.usage.retrieve(runId, { signal }).catch(() => null);
  return {
    isOver: true,
    stopReason: run.stop_reason ?? (run.status === 'cancelled' ? 'cancelled' : null),
    usage: usage && {
      promptTokens: usage.prompt_tokens ?? 0,
      completionTokens: usage.completion_tokens ?? 0,
      totalTokens: usage.total_tokens ?? 0,
      contextTokens: null,
      cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
      steps: 0,
    },
    error: describeRunError(run),
  };
}

/** The run that a message with this `otid` began; null when the newest page of history has no such message. */
export async function locateRun(ref: ThreadRef, otid: string, signal: AbortSignal): Promise<string | null> {
  const page = await readHistoryPage(ref, { before: null, signal });
  return page.findLast((message) => message.otid === otid)?.run_id ?? null;
}
