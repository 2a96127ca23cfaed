'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Step, stepMessagesQuery } from '#lib/letta/steps.ts';
import { MessageRecords } from './message-records.tsx';

/** What a step was told and what it said, as the server keeps it. */
export function StepMessages({ step }: { step: Step }) {
  const { serverId } = useAgentRef();
  const messages = useQuery(stepMessagesQuery(serverId, step.id));
  return (
    <QueryView
      query={messages}
      describeError={describeFailure}
      skeleton={<Skeleton lines={4} />}
      empty={<p className="text-faint">The server keeps no messages of this step.</p>}
    >
      {(found) => <MessageRecords messages={found} />}
    </QueryView>
  );
}
