'use client';

import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type Block, saveBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** What the agent is told about a block, and how long it may be. */
export function BlockSettingsDialog({ block, onClose }: { block: Block; onClose: () => void }) {
  const formId = useId();
  const save = useMutation(saveBlockMutation(useAgentRef(), block.label ?? ''));
  const [description, setDescription] = useState(block.description ?? '');
  const [limit, setLimit] = useState(String(block.limit ?? ''));
  const [isReadOnly, setReadOnly] = useState(block.read_only ?? false);
  const isLimitValid = /^[1-9]\d{0,8}$/.test(limit);

  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (!isLimitValid || save.isPending) return;
    save.mutate(
      { base: block.value, change: { description, limit: Number(limit), read_only: isReadOnly } },
      { onSuccess: onClose },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Settings of ${block.label}`}
      description="The description tells the agent what the block is for."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={handleSubmit} className="flex flex-col gap-4">
        <TextArea label="Description" value={description} onValueChange={setDescription} rows={3} autoGrow />
        <TextField
          label="Character limit"
          inputMode="numeric"
          value={limit}
          onValueChange={setLimit}
          error={isLimitValid ? undefined : 'Enter a whole number above 0.'}
        />
        <Checkbox
          label="Read-only for the agent"
          hint="You can still edit it here."
          checked={isReadOnly}
          onCheckedChange={setReadOnly}
        />
        {save.error ? <ErrorNote {...describeFailure(save.error)} /> : null}
      </form>
    </Dialog>
  );
}
