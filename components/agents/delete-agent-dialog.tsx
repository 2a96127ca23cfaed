'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import { type AgentState, deleteAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

interface DeleteAgentDialogProps {
  serverId: string;
  agent: AgentState;
  onClose: () => void;
}

/** Says what goes with the agent, and what stays. */
export function DeleteAgentDialog({ serverId, agent, onClose }: DeleteAgentDialogProps) {
  const remove = useMutation(deleteAgentMutation(serverId));
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Delete ${agent.name}?`}
      description="Its messages, runs and settings are deleted for good. Memory blocks, tools and archives stay in their libraries."
      confirmLabel="Delete agent"
      describeError={describeFailure}
      onConfirm={async () => {
        await remove.mutateAsync(agent.id);
        toast.success(`${agent.name} is deleted`);
      }}
    />
  );
}
