'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { type Archive, archiveAgentsQuery, deleteArchiveMutation } from '#lib/letta/archives.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Deletes an archive, after naming the agents that lose their memories with it. */
export function DeleteArchiveDialog({ archive, onClose }: { archive: Archive; onClose: () => void }) {
  const ref = useAgentRef();
  const agents = useQuery(archiveAgentsQuery(ref.serverId, archive.id));
  const remove = useMutation(deleteArchiveMutation(ref));
  const names = agents.data?.map(({ name }) => name) ?? [];
  return (
    <ConfirmDialog
      title={`Delete ${archive.name}?`}
      description="The archive and every memory in it are gone for good."
      confirmLabel="Delete archive"
      describeError={describeFailure}
      onConfirm={() => remove.mutateAsync(archive.id)}
      onClose={onClose}
    >
      {agents.isPending ? <p className="text-muted">Looking which agents use it…</p> : null}
      {agents.error ? <p className="text-warning">Which agents use it could not be found out.</p> : null}
      {agents.data ? (
        <p>{names.length === 0 ? 'No agent uses it.' : `Lose their archival memory: ${names.join(', ')}.`}</p>
      ) : null}
    </ConfirmDialog>
  );
}
