'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { toast } from '#components/ui/toast.ts';
import { agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { ModelPickerDialog } from './model-picker-dialog.tsx';

/** The choice of the agent's model, from elsewhere than its setting. */
export function ChooseModelDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const agent = useQuery(agentQuery(ref));
  const update = useMutation(updateAgentMutation(ref));

  async function choose(model: string) {
    try {
      await update.mutateAsync({ model });
      toast.success(`The model is now ${model}.`);
    } catch (error) {
      toast.failure('The model was not changed.', describeFailure(error));
    }
  }

  return (
    <ModelPickerDialog current={agent.data?.model ?? ''} onChoose={(model) => void choose(model)} onClose={onClose} />
  );
}
