'use client';

import { useQuery } from '@tanstack/react-query';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { RunningBadge } from '#components/ui/running-badge.tsx';
import { WaitingBadge } from '#components/ui/waiting-badge.tsx';
import { threadStatesQuery } from '#lib/letta/thread-states.ts';

const REFRESH_MS = 3_000;

/** What a conversation is at: a turn goes on in it, or a call waits for the person. */
export function ThreadBadge({ conversationId }: { conversationId: string | null }) {
  const states = useQuery({ ...threadStatesQuery(useThreadRef()), refetchInterval: REFRESH_MS });
  const state = states.data?.[conversationId ?? 'default'];
  switch (state?.kind) {
    case 'waiting-for-approval':
      return <WaitingBadge />;
    case 'running':
      return <RunningBadge />;
    default:
      return null;
  }
}

/** How many conversations beside the open one wait for the person. */
export function useWaitingElsewhere(): number {
  const ref = useThreadRef();
  const states = useQuery(threadStatesQuery(ref)).data ?? {};
  const open = ref.conversationId ?? 'default';
  return Object.entries(states).filter(([id, { kind }]) => id !== open && kind === 'waiting-for-approval').length;
}
