'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { type Archive, archiveAgentsQuery, deleteArchiveMutation } from '#lib/letta/archives.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Deletes an archive, after naming the agents that lose their memories with it. */
export function DeleteArchiveDialog({ archive, onClose }: { archive: Archive; onClose: () => void }) {
  const ref = useAgentRef();
  const agents = useQuery(archiveAgentsQuery(ref.serverId, archive.id));
  const remove = useMutation(deleteArchiveMutation(ref));
  return (
    <ConfirmDialog
      title={`Delete ${archive.name}?`}
      description="The archive and every memory in it are gone for good."
      confirmLabel="Delete archive"
      describeError={describeFailure}
      onConfirm={() => remove.mutateAsync(archive.id)}
      onClose={onClose}
    >
      <QueryView
        query={agents}
        describeError={describeFailure}
        skeleton={<p className="text-muted">Looking which agents use it…</p>}
        empty={<p>No agent uses it.</p>}
      >
        {(found) => <p>{`Lose their archival memory: ${found.map(({ name }) => name).join(', ')}.`}</p>}
      </QueryView>
    </ConfirmDialog>
  );
}
