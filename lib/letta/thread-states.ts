import { queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';
import { isGoingOn, type Run, runKeys } from './runs.ts';

/** What the last run of a thread left it in. */
export interface ThreadState {
  runId: string;
  kind: 'running' | 'waiting-for-approval' | 'idle';
}

/** The state of each thread that the agent's newest runs belong to, by conversation id; the agent's own is `default`. */
export function threadStatesQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: [...runKeys.agent(ref), 'by-thread'] as const,
    queryFn: async ({ signal }) => {
      const page = await lettaClient(ref.serverId).runs.list(
        { agent_id: ref.agentId, limit: 100, order: 'desc' },
        { signal },
      );
      return toThreadStates(page.items, Date.now());
    },
  });
}

/** The newest run of each thread decides; the runs come newest first. */
export function toThreadStates(
  runs: Pick<Run, 'id' | 'conversation_id' | 'status' | 'stop_reason' | 'created_at'>[],
  now: number,
): Record<string, ThreadState> {
  const states: Record<string, ThreadState> = {};
  for (const run of runs) {
    const thread = run.conversation_id?.startsWith('conv-') ? run.conversation_id : 'default';
    states[thread] ??= { runId: run.id, kind: kindOf(run, now) };
  }
  return states;
}

function kindOf(run: Pick<Run, 'status' | 'stop_reason' | 'created_at'>, now: number): ThreadState['kind'] {
  if (run.stop_reason === 'requires_approval') return 'waiting-for-approval';
  return isGoingOn(run, now) ? 'running' : 'idle';
}
