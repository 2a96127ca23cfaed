'use client';

import { FileQuestion } from 'lucide-react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

/** Why there is nothing to see of the exchange with the provider. */
export function NoTrace() {
  const { serverId } = useAgentRef();
  return (
    <EmptyState
      icon={<FileQuestion />}
      title="No trace is kept of this step"
      text={
        serverId === BUILT_IN_SERVER
          ? 'The built-in server keeps the exchange with the provider of the newest 500 steps of an agent.'
          : 'The server was told not to keep traces (LETTA_TRACK_PROVIDER_TRACE), keeps only their outlines, or the step failed before its request was made.'
      }
    />
  );
}
