'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { type Block, blockAgentsQuery, deleteBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

interface DeleteBlockDialogProps {
  serverId: string;
  block: Block;
  onClose: () => void;
}

/** Deletes a block from the library and from every agent, after naming them. */
export function DeleteBlockDialog({ serverId, block, onClose }: DeleteBlockDialogProps) {
  const agents = useQuery(blockAgentsQuery(serverId, block.id));
  const remove = useMutation(deleteBlockMutation(serverId));
  const names = agents.data?.map((agent) => agent.name) ?? [];
  return (
    <ConfirmDialog
      title={`Delete ${block.label}?`}
      description="The block and what it holds are gone for good, from the library and from every agent."
      confirmLabel="Delete block"
      describeError={describeFailure}
      onConfirm={() => remove.mutateAsync(block.id)}
      onClose={onClose}
    >
      {agents.isPending ? <p className="text-muted">Looking which agents have it…</p> : null}
      {agents.error ? <p className="text-warning">Which agents have it could not be found out.</p> : null}
      {agents.data ? (
        <p>
          {names.length === 0
            ? 'No agent has it.'
            : `${names.length === 1 ? 'One agent loses it' : `${names.length} agents lose it`}: ${names.join(', ')}.`}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
