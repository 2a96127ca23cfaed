'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { agentQuery } from '#lib/letta/agents.ts';
import { type Archive, saveArchiveMutation } from '#lib/letta/archives.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** A new archive, or another name and description for one. */
export function EditArchiveDialog({ archive, onClose }: { archive: Archive | null; onClose: () => void }) {
  const ref = useAgentRef();
  const agent = useQuery(agentQuery(ref));
  const save = useMutation(saveArchiveMutation(ref.serverId));
  const [name, setName] = useState(archive?.name ?? '');
  const [description, setDescription] = useState(archive?.description ?? '');
  const embedding = agent.data?.embedding ?? agent.data?.embedding_config?.handle ?? null;
  return (
    <FormDialog
      size="sm"
      title={archive ? `Edit ${archive.name}` : 'New archive'}
      description={
        archive || !embedding
          ? 'What the archive is called, and what it is for.'
          : `Its memories are found by meaning with ${embedding}, as this agent's are.`
      }
      submitLabel={archive ? 'Save' : 'Create archive'}
      disabledReason={name.trim() ? undefined : 'Give the archive a name'}
      describeError={describeFailure}
      onSubmit={() => save.mutateAsync({ archive, input: { name: name.trim(), description }, embedding })}
      onClose={onClose}
    >
      <TextField label="Name" value={name} onValueChange={setName} />
      <TextArea label="Description" value={description} onValueChange={setDescription} rows={2} dir="auto" />
    </FormDialog>
  );
}
