'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { deleteToolMutation, type Tool, toolUsersQuery } from '#lib/letta/tools.ts';

interface DeleteToolDialogProps {
  serverId: string;
  tool: Tool;
  onClose: () => void;
}

/** Deletes a tool, after saying which agents lose it. */
export function DeleteToolDialog({ serverId, tool, onClose }: DeleteToolDialogProps) {
  const remove = useMutation(deleteToolMutation(serverId));
  const users = useQuery(toolUsersQuery(serverId, tool.id));
  return (
    <ConfirmDialog
      title={`Delete ${tool.name}?`}
      description="It goes from the library for good, with its source."
      confirmLabel="Delete tool"
      describeError={describeFailure}
      onConfirm={() => remove.mutateAsync(tool.id)}
      onClose={onClose}
    >
      {users.isPending ? <p className="text-muted">Looking which agents have it…</p> : null}
      {users.error ? <p className="text-warning">Which agents have it could not be found out.</p> : null}
      {users.data?.length === 0 ? <p>No agent has it.</p> : null}
      {users.data && users.data.length > 0 ? (
        <>
          <p>{users.data.length === 1 ? 'One agent loses it:' : `${users.data.length} agents lose it:`}</p>
          <ul className="mt-1 max-h-40 list-disc overflow-y-auto pl-5">
            {users.data.map((user) => (
              <li key={user.id}>{user.name}</li>
            ))}
          </ul>
        </>
      ) : null}
    </ConfirmDialog>
  );
}
