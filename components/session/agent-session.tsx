'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { AgentRef } from '#lib/letta/agents.ts';
import type { Run } from '#lib/letta/runs.ts';
import { isActive } from '#lib/runs/reduce-run.ts';
import type { RunStore } from '#lib/runs/run-store.ts';
import { createSessionRun, type MemoryBaseline } from './create-session-run.ts';
import { useFollowedRun } from './use-followed-run.ts';

interface Session {
  ref: AgentRef;
  run: StoreApi<RunStore>;
  baseline: StoreApi<MemoryBaseline>;
}

const SessionContext = createContext<Session | null>(null);
const RecoveredRunContext = createContext<Run | null>(null);

/** The open agent: its live turn outlives the panels that show it. Give it the agent's id as `key`. */
export function AgentSession({ serverId, agentId, children }: AgentRef & { children: ReactNode }) {
  const client = useQueryClient();
  const [session] = useState<Session>(() => {
    const ref = { serverId, agentId };
    return { ref, ...createSessionRun(client, ref) };
  });
  return (
    <SessionContext value={session}>
      <RecoveredRunProvider>{children}</RecoveredRunProvider>
    </SessionContext>
  );
}

/** One follower for the page, whoever shows what it finds. */
function RecoveredRunProvider({ children }: { children: ReactNode }) {
  const ref = useAgentRef();
  const run = useFollowedRun(
    ref,
    useRun((store) => store.run.status),
  );
  return <RecoveredRunContext value={run}>{children}</RecoveredRunContext>;
}

/** A run that goes on at the server without this page having a stream of it. */
export function useRecoveredRun(): Run | null {
  return use(RecoveredRunContext);
}

/** Whether a turn of the agent is going on, here or elsewhere. */
export function useIsBusy(): boolean {
  const isStreaming = useRun((store) => isActive(store.run.status));
  return useRecoveredRun() !== null || isStreaming;
}

/** The open agent. */
export function useAgentRef(): AgentRef {
  return useSession().ref;
}

/** A part of the live turn; the component renders again only when that part changes. */
export function useRun<T>(select: (store: RunStore) => T): T {
  return useStore(useSession().run, select);
}

/** A block's value before the running or last turn began; undefined when that turn did not begin with it. */
export function useBaseline(blockId: string): string | undefined {
  return useStore(useSession().baseline, (state) => state.values[blockId]);
}

/** Accepts a block's present value: what the person wrote is not a change by the agent. */
export function useAcceptValue(): (blockId: string, value: string) => void {
  return useStore(useSession().baseline, (state) => state.accept);
}

function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('This needs an <AgentSession> around it.');
  return session;
}
