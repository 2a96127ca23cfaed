'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
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
      <QueryView
        query={users}
        describeError={describeFailure}
        skeleton={<p className="text-muted">Looking which agents have it…</p>}
        empty={<p>No agent has it.</p>}
      >
        {(found) => (
          <>
            <p>{found.length === 1 ? 'One agent loses it:' : `${found.length} agents lose it:`}</p>
            <ul className="mt-1 max-h-40 list-disc overflow-y-auto pl-5">
              {found.map((user) => (
                <li key={user.id}>{user.name}</li>
              ))}
            </ul>
          </>
        )}
      </QueryView>
    </ConfirmDialog>
  );
}
