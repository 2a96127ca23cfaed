'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type Block, saveBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** What the agent is told about a block, and how long it may be. */
export function BlockSettingsDialog({ block, onClose }: { block: Block; onClose: () => void }) {
  const save = useMutation(saveBlockMutation(useAgentRef(), block.label ?? ''));
  const [description, setDescription] = useState(block.description ?? '');
  const [limit, setLimit] = useState(String(block.limit ?? ''));
  const [isReadOnly, setReadOnly] = useState(block.read_only ?? false);
  const limitProblem = /^[1-9]\d{0,8}$/.test(limit) ? undefined : 'Enter a whole number above 0.';

  async function submit() {
    const change = { description, limit: Number(limit), read_only: isReadOnly };
    await save.mutateAsync({ base: block.value, change });
  }

  return (
    <FormDialog
      title={`Settings of ${block.label}`}
      description="The description tells the agent what the block is for."
      submitLabel="Save"
      disabledReason={limitProblem}
      onSubmit={submit}
      onClose={onClose}
      describeError={describeFailure}
    >
      <TextArea label="Description" value={description} onValueChange={setDescription} rows={3} autoGrow />
      <TextField
        label="Character limit"
        inputMode="numeric"
        value={limit}
        onValueChange={setLimit}
        error={limitProblem}
      />
      <Checkbox
        label="Read-only for the agent"
        hint="You can still edit it here."
        checked={isReadOnly}
        onCheckedChange={setReadOnly}
      />
    </FormDialog>
  );
}
