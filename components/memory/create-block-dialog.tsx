'use client';

import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useSingleFlight } from '#components/ui/use-single-flight.ts';
import { createAgentBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** A new block for this agent. */
export function CreateBlockDialog({ takenLabels, onClose }: { takenLabels: string[]; onClose: () => void }) {
  const formId = useId();
  const create = useMutation(createAgentBlockMutation(useAgentRef()));
  const submit = useSingleFlight(async (block: { label: string; value: string; description?: string }) => {
    await create.mutateAsync(block);
    onClose();
  });
  const [label, setLabel] = useState('');
  const [description, setDescription] = useState('');
  const [value, setValue] = useState('');
  const problem = labelProblem(label.trim(), takenLabels);

  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (!label.trim() || problem || create.isPending) return;
    submit({ label: label.trim(), value, ...(description.trim() ? { description: description.trim() } : {}) });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="New memory block"
      description="The agent always sees it, and can change it with its memory tools."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={create.isPending}
            disabledReason={label.trim() ? problem : 'Give the block a label'}
          >
            Create block
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={handleSubmit} className="flex flex-col gap-4">
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
        {create.error ? <ErrorNote {...describeFailure(create.error)} /> : null}
      </form>
    </Dialog>
  );
}

function labelProblem(label: string, takenLabels: string[]): string | undefined {
  if (takenLabels.includes(label)) return `The agent already has a block labelled “${label}”.`;
  return /[<>\s]/.test(label)
    ? 'Leave out spaces and angle brackets: the label becomes a tag in the prompt.'
    : undefined;
}
