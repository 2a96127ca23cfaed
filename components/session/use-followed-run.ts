import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { AgentRef } from '#lib/letta/agents.ts';
import { archivalKeys } from '#lib/letta/archival.ts';
import { agentBlocksQuery } from '#lib/letta/blocks.ts';
import { contextKeys } from '#lib/letta/context-window.ts';
import { messageKeys } from '#lib/letta/messages.ts';
import { activeRunQuery, type Run } from '#lib/letta/runs.ts';
import { isActive, type RunStatus } from '#lib/runs/reduce-run.ts';

/**
 * A run that goes on at the server while this page has no stream of it: after a reload, a broken connection, or
 * from elsewhere. The outside system is the server, asked every second; what it has written so far is read again
 * with each answer, and once more when the run is over.
 */
export function useFollowedRun(ref: AgentRef, status: RunStatus): Run | null {
  const client = useQueryClient();
  const hasStream = isActive(status);
  const isInterrupted = status === 'interrupted';
  const query = useQuery({ ...activeRunQuery(ref), enabled: !hasStream });
  const run = hasStream ? null : (query.data ?? null);
  const wasRunning = useRef(false);

  const refresh = useEffectEvent(() => {
    for (const queryKey of [
      messageKeys.agent(ref),
      agentBlocksQuery(ref).queryKey,
      contextKeys.agent(ref),
      archivalKeys.agent(ref),
    ]) {
      // A read that takes longer than a second must not be begun anew each second.
      void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
    }
  });

  useEffect(() => {
    if (query.dataUpdatedAt === 0) return;
    if (run !== null || wasRunning.current || isInterrupted) refresh();
    wasRunning.current = run !== null;
  }, [query.dataUpdatedAt, run, isInterrupted]);

  return run;
}
