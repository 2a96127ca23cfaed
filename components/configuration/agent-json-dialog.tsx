'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { JsonDialog } from '#components/session/json-dialog.tsx';
import { wholeAgentQuery } from '#lib/letta/agents.ts';

/** Everything the server tells of the agent. Secret values are masked. */
export function AgentJsonDialog({ onClose }: { onClose: () => void }) {
  return (
    <JsonDialog
      title="The agent as the server tells it"
      description="With blocks, tools and tags. The values of secrets are masked."
      label="Agent as JSON"
      query={useQuery(wholeAgentQuery(useAgentRef()))}
      onClose={onClose}
    />
  );
}
