'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type Block, BlockConflictError, saveLibraryBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { readJsonObject } from '#lib/read-json-object.ts';
import { blockLabelProblem } from './block-label.ts';
import { overLimitProblem } from './over-limit-problem.ts';

interface LibraryBlockDialogProps {
  serverId: string;
  /** Null for a new one. */
  block: Block | null;
  onClose: () => void;
}

/** A block of the library, with everything it has. */
export function LibraryBlockDialog({ serverId, block, onClose }: LibraryBlockDialogProps) {
  const save = useMutation(saveLibraryBlockMutation(serverId));
  const [label, setLabel] = useState(block?.label ?? '');
  const [description, setDescription] = useState(block?.description ?? '');
  const [value, setValue] = useState(block?.value ?? '');
  const [limit, setLimit] = useState(String(block?.limit ?? 100_000));
  const [metadata, setMetadata] = useState(JSON.stringify(block?.metadata ?? {}, null, 2));
  const [isReadOnly, setReadOnly] = useState(block?.read_only ?? false);
  const parsed = readJsonObject(metadata);
  const limitProblem = /^[1-9]\d{0,8}$/.test(limit) ? undefined : 'Enter a whole number above 0.';
  const labelProblem = blockLabelProblem(label.trim());
  const valueProblem = limitProblem ? undefined : overLimitProblem(value, Number(limit));
  return (
    <FormDialog
      size="lg"
      title={block ? `Block ${block.label}` : 'New block'}
      description="Agents that have it read the new text once their prompt is compiled."
      submitLabel={block ? 'Save block' : 'Create block'}
      disabledReason={
        label.trim() === ''
          ? 'Give it a label'
          : (labelProblem ?? limitProblem ?? valueProblem ?? (parsed ? undefined : 'The metadata is no JSON object'))
      }
      describeError={describeSaveFailure}
      onSubmit={() =>
        save.mutateAsync({
          block,
          change: {
            label: label.trim(),
            description,
            value,
            limit: Number(limit),
            metadata: parsed ?? {},
            read_only: isReadOnly,
          },
        })
      }
      onClose={onClose}
    >
      <TextField label="Label" mono value={label} onValueChange={setLabel} error={labelProblem} />
      <TextArea
        label="Value"
        value={value}
        onValueChange={setValue}
        rows={6}
        autoGrow
        dir="auto"
        boxClassName="max-h-80"
        error={valueProblem}
      />
      <TextArea label="Description" value={description} onValueChange={setDescription} rows={2} autoGrow />
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
        error={parsed ? undefined : 'This is not a JSON object.'}
      />
      <Checkbox
        label="Read-only for agents"
        hint="You can still edit it here."
        checked={isReadOnly}
        onCheckedChange={setReadOnly}
      />
    </FormDialog>
  );
}

function describeSaveFailure(error: unknown) {
  if (!(error instanceof BlockConflictError)) return describeFailure(error);
  return {
    title: 'The block changed meanwhile',
    message: `It holds this now: ${error.current.value.slice(0, 300)}`,
    next: 'Copy what you wrote, close this, and open the block again.',
  };
}
