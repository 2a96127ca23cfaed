import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { activeRunQuery } from '#lib/letta/live-runs.ts';
import { messageKeys } from '#lib/letta/messages.ts';
import { isActive } from '#lib/runs/run-state.ts';
import type { ThreadSession } from './thread-session.ts';

/** The outside system is the server: a run that goes on there, after a reload or begun elsewhere, is followed. */
export function useAttachToActiveRun(session: ThreadSession): void {
  const client = useQueryClient();
  const isBusy = useStore(session.run, (store) => isActive(store.run.status));
  const endedAt = useStore(session.run, (store) => store.run.endedAt ?? 0);
  const { data: active, dataUpdatedAt } = useQuery({ ...activeRunQuery(session.ref), enabled: !isBusy });
  // What was read before our own turn ended may name a run that is over.
  const runId = dataUpdatedAt > endedAt ? active?.id : undefined;
  const isBackground = active?.background ?? false;
  useEffect(() => {
    if (runId && !isBusy) void session.attach({ runId, isBackground });
  }, [session, runId, isBackground, isBusy]);

  const checked = useRef<ThreadSession>(null);
  const isNone = active === null;
  useEffect(() => {
    if (!isNone || checked.current === session) return;
    checked.current = session;
    void readHistoryAgain(client, session.ref);
  }, [client, session, isNone]);
}

/** A run may end after the history was read and before it was asked for: what it said last is then in neither answer. */
async function readHistoryAgain(client: QueryClient, ref: ThreadRef): Promise<void> {
  const queryKey = messageKeys.thread(ref);
  const wasReading = client.isFetching({ queryKey }) > 0;
  await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  if (wasReading) await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}
