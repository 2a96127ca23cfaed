'use client';

import { useMutation } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Step, stepFeedbackMutation } from '#lib/letta/steps.ts';

const CHOICES = [
  { value: 'positive' as const, label: 'Good', icon: <ThumbsUp /> },
  { value: 'negative' as const, label: 'Bad', icon: <ThumbsDown /> },
];

/** What a person thinks of a step, kept at the server. A second press takes it back. */
export function FeedbackButtons({ step }: { step: Step }) {
  const { serverId } = useAgentRef();
  const { offReason } = useCapability(serverId, 'feedback');
  const feedback = useMutation(stepFeedbackMutation(serverId, step.id));
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5">
      <legend className="sr-only">Feedback on this step</legend>
      {feedback.error ? (
        <span role="alert" className="text-danger text-sm">
          Not kept: {describeFailure(feedback.error).message}
        </span>
      ) : null}
      {CHOICES.map(({ value, label, icon }) => {
        const isChosen = step.feedback === value;
        return (
          <Button
            key={value}
            size="sm"
            icon={icon}
            aria-pressed={isChosen}
            variant={isChosen ? 'primary' : 'secondary'}
            busy={feedback.isPending && feedback.variables === value}
            disabledReason={offReason}
            onClick={() => feedback.mutate(isChosen ? null : value)}
          >
            {label}
          </Button>
        );
      })}
    </fieldset>
  );
}
