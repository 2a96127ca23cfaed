'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { AgentRef } from '#lib/letta/agents.ts';
import type { RunStore } from '#lib/runs/run-store.ts';
import { createSessionRun, type MemoryBaseline } from './create-session-run.ts';

interface Session {
  ref: AgentRef;
  run: StoreApi<RunStore>;
  baseline: StoreApi<MemoryBaseline>;
}

const SessionContext = createContext<Session | null>(null);

/** The open agent: its live turn outlives the panels that show it. Give it the agent's id as `key`. */
export function AgentSession({ serverId, agentId, children }: AgentRef & { children: ReactNode }) {
  const client = useQueryClient();
  const [session] = useState<Session>(() => {
    const ref = { serverId, agentId };
    return { ref, ...createSessionRun(client, ref) };
  });
  return <SessionContext value={session}>{children}</SessionContext>;
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
