'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import { type AgentRef, deleteAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { serversQuery } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';

interface DeleteOriginalDialogProps {
  agentRef: AgentRef;
  name: string;
  copy: AgentRef;
  onClose: () => void;
}

/** The second half of a move: the copy is complete, and the original may go. Either way the copy is opened. */
export function DeleteOriginalDialog({ agentRef, name, copy, onClose }: DeleteOriginalDialogProps) {
  const router = useRouter();
  const servers = useQuery(serversQuery()).data ?? [];
  const remove = useMutation(deleteAgentMutation(agentRef.serverId));
  const nameOf = (id: string) => servers.find((server) => server.id === id)?.name ?? 'the other server';
  return (
    <ConfirmDialog
      title={`Delete ${name} from ${nameOf(agentRef.serverId)}?`}
      description={`It is on ${nameOf(copy.serverId)} now, with its messages and its whole archival memory. What an agent file does not hold would be deleted with the original: other conversations, the records of its runs, and the values of its variables.`}
      confirmLabel="Delete the original"
      describeError={describeFailure}
      onConfirm={async () => {
        await remove.mutateAsync(agentRef.agentId);
        toast.success(`${name} is on ${nameOf(copy.serverId)} now`);
      }}
      onClose={() => {
        onClose();
        router.push(routes.agent(copy.serverId, copy.agentId));
      }}
    />
  );
}
