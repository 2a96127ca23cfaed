'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
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
  return (
    <ConfirmDialog
      title={`Delete ${block.label}?`}
      description="The block and what it holds are gone for good, from the library and from every agent."
      confirmLabel="Delete block"
      describeError={describeFailure}
      onConfirm={() => remove.mutateAsync(block.id)}
      onClose={onClose}
    >
      <QueryView
        query={agents}
        describeError={describeFailure}
        skeleton={<p className="text-muted">Looking which agents have it…</p>}
        empty={<p>No agent has it.</p>}
      >
        {(found) => (
          <p>
            {found.length === 1 ? 'One agent loses it: ' : `${found.length} agents lose it: `}
            {`${found.map(({ name }) => name).join(', ')}.`}
          </p>
        )}
      </QueryView>
    </ConfirmDialog>
  );
}
