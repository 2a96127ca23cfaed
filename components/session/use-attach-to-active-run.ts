import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { activeRunQuery } from '#lib/letta/live-runs.ts';
import { isActive } from '#lib/runs/run-state.ts';
import type { ThreadSession } from './thread-session.ts';

/** The outside system is the server: a run that goes on there, after a reload or begun elsewhere, is followed. */
export function useAttachToActiveRun(session: ThreadSession): void {
  const isBusy = useStore(session.run, (store) => isActive(store.run.status));
  const endedAt = useStore(session.run, (store) => store.run.endedAt ?? 0);
  const { data: active, dataUpdatedAt } = useQuery({ ...activeRunQuery(session.ref), enabled: !isBusy });
  // What was read before our own turn ended may name a run that is over.
  const runId = dataUpdatedAt > endedAt ? active?.id : undefined;
  const isBackground = active?.background ?? false;
  useEffect(() => {
    if (runId && !isBusy) void session.attach({ runId, isBackground });
  }, [session, runId, isBackground, isBusy]);
}
