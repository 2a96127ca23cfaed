'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { useStore } from 'zustand';
import type { AgentRef, ThreadRef } from '#lib/letta/agents.ts';
import { isActive } from '#lib/runs/run-state.ts';
import type { RunStore } from '#lib/runs/run-store.ts';
import { type ThreadSession, threadSession } from './thread-session.ts';
import { useAttachToActiveRun } from './use-attach-to-active-run.ts';

const SessionContext = createContext<ThreadSession | null>(null);

/** The open thread of the open agent: its live turn outlives the panels that show it. */
export function AgentSession({ children, ...ref }: ThreadRef & { children: ReactNode }) {
  const session = threadSession(useQueryClient(), ref);
  useAttachToActiveRun(session);
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Whether a turn of the thread is going on, here or elsewhere. */
export function useIsBusy(): boolean {
  return useRun((store) => isActive(store.run.status));
}

/** The open agent. */
export function useAgentRef(): AgentRef {
  return useThreadSession().ref;
}

/** The open thread of the open agent. */
export function useThreadRef(): ThreadRef {
  return useThreadSession().ref;
}

/** A part of the live turn; the component renders again only when that part changes. */
export function useRun<T>(select: (store: RunStore) => T): T {
  return useStore(useThreadSession().run, select);
}

/** A block's value before the running or last turn began; undefined when that turn did not begin with it. */
export function useBaseline(blockId: string): string | undefined {
  return useStore(useThreadSession().baseline, (state) => state.values[blockId]);
}

/** Accepts a block's present value: what the person wrote is not a change by the agent. */
export function useAcceptValue(): (blockId: string, value: string) => void {
  return useStore(useThreadSession().baseline, (state) => state.accept);
}

/** The open thread, with what can be done in it. */
export function useThreadSession(): ThreadSession {
  const session = use(SessionContext);
  if (!session) throw new Error('This needs an <AgentSession> around it.');
  return session;
}
