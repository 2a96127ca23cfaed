'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { agentBlocksQuery, type Block, saveBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { readJsonObject } from '#lib/read-json-object.ts';
import { blockLabelProblem } from './block-label.ts';

/** What a block is called, what the agent is told about it, and how long it may be. */
export function BlockSettingsDialog({ block, onClose }: { block: Block; onClose: () => void }) {
  const ref = useAgentRef();
  const save = useMutation(saveBlockMutation(ref, block.label ?? ''));
  const others = (useQuery(agentBlocksQuery(ref)).data ?? []).filter(({ id }) => id !== block.id);
  const [label, setLabel] = useState(block.label ?? '');
  const [metadata, setMetadata] = useState(JSON.stringify(block.metadata ?? {}, null, 2));
  const parsed = readJsonObject(metadata);
  const takenLabels = others.map((each) => each.label ?? '');
  const labelProblem = label.trim() === '' ? 'Give the block a label.' : blockLabelProblem(label.trim(), takenLabels);
  const [description, setDescription] = useState(block.description ?? '');
  const [limit, setLimit] = useState(String(block.limit ?? ''));
  const [isReadOnly, setReadOnly] = useState(block.read_only ?? false);
  const limitProblem = /^[1-9]\d{0,8}$/.test(limit) ? undefined : 'Enter a whole number above 0.';

  async function submit() {
    const change = { description, limit: Number(limit), read_only: isReadOnly };
    const renamed = label.trim() === block.label ? {} : { label: label.trim() };
    await save.mutateAsync({ base: block.value, change: { ...change, ...renamed, metadata: parsed ?? {} } });
  }

  return (
    <FormDialog
      title={`Settings of ${block.label}`}
      description="The description tells the agent what the block is for."
      submitLabel="Save"
      disabledReason={labelProblem ?? limitProblem ?? (parsed ? undefined : 'The metadata is no JSON object')}
      onSubmit={submit}
      onClose={onClose}
      describeError={describeFailure}
    >
      <TextField
        label="Label"
        mono
        value={label}
        onValueChange={setLabel}
        error={labelProblem}
        hint="What the agent calls it: its memory tools find the block by this name, in every agent that has it."
      />
      <TextArea label="Description" value={description} onValueChange={setDescription} rows={3} autoGrow />
      <TextField
        label="Character limit"
        inputMode="numeric"
        value={limit}
        onValueChange={setLimit}
        error={limitProblem}
      />
      <TextArea
        label="Metadata"
        mono
        rows={2}
        autoGrow
        value={metadata}
        onValueChange={setMetadata}
        hint="For your own notes and tools. The agent does not see it."
        error={parsed ? undefined : 'This is not a JSON object.'}
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
