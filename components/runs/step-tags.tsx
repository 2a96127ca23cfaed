'use client';

import { useMutation } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { TagList } from '#components/ui/tag-list.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Step, stepTagsMutation } from '#lib/letta/steps.ts';

/** The tags of a step, kept at the server with its feedback. */
export function StepTags({ step, className }: { step: Step; className?: string }) {
  const { serverId } = useAgentRef();
  const { offReason } = useCapability(serverId, 'feedback');
  const tags = useMutation(stepTagsMutation(serverId, step.id));
  return (
    <TagList
      label="Tags of this step"
      labelHidden
      {...(className ? { className } : {})}
      hint={offReason}
      disabled={offReason !== undefined}
      // What was typed last, until the server has it: a second tag must not undo the first.
      values={tags.isPending ? tags.variables : (step.tags ?? [])}
      onValuesChange={(values) => tags.mutate(values)}
      error={tags.error ? `Not kept: ${describeFailure(tags.error).message}` : undefined}
    />
  );
}
