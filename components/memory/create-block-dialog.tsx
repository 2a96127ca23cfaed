'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { createAgentBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { blockLabelProblem } from './block-label.ts';

/** A new block for this agent. */
export function CreateBlockDialog({ takenLabels, onClose }: { takenLabels: string[]; onClose: () => void }) {
  const create = useMutation(createAgentBlockMutation(useAgentRef()));
  const [label, setLabel] = useState('');
  const [description, setDescription] = useState('');
  const [value, setValue] = useState('');
  const problem = blockLabelProblem(label.trim(), takenLabels);

  async function submit() {
    const optional = description.trim() ? { description: description.trim() } : {};
    await create.mutateAsync({ label: label.trim(), value, ...optional });
  }

  return (
    <FormDialog
      title="New memory block"
      description="The agent always sees it, and can change it with its memory tools."
      submitLabel="Create block"
      disabledReason={label.trim() ? problem : 'Give the block a label'}
      onSubmit={submit}
      onClose={onClose}
      describeError={describeFailure}
    >
      <TextField
        label="Label"
        mono
        value={label}
        onValueChange={setLabel}
        placeholder="project"
        error={problem}
        hint="What the agent calls it."
      />
      <TextField
        label="Description"
        value={description}
        onValueChange={setDescription}
        placeholder="What belongs in here"
      />
      <TextArea label="Value" value={value} onValueChange={setValue} rows={4} autoGrow />
    </FormDialog>
  );
}
