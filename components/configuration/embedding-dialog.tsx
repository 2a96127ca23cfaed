'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { agentQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { EmbeddingSetting } from './embedding-setting.tsx';

/** The choice of the agent's embedding model, from elsewhere than its setting. */
export function EmbeddingDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery(agentQuery(useAgentRef()));
  return (
    <Dialog
      title="Choose an embedding model"
      description="It turns memories and files into what they are found by."
      onClose={onClose}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={2} />}>
        {(agent) => <EmbeddingSetting agent={agent} />}
      </QueryView>
    </Dialog>
  );
}
