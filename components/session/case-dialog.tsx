'use client';

import { useMutation } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { saveToolCaseMutation, type ToolCase } from '#lib/letta/tool-cases.ts';
import { randomId } from '#lib/random-id.ts';
import { readJsonObject } from '#lib/read-json-object.ts';
import type { Expectation, ExpectationKind } from '#lib/tool-cases/tool-case.ts';

const KINDS: Record<ExpectationKind, string> = {
  succeeds: 'It succeeds',
  fails: 'It fails',
  equals: 'The return equals',
  contains: 'The return contains',
  matches: 'The return matches (pattern)',
  path: 'A part of the return is',
};

interface CaseDialogProps {
  tool: { serverId: string; toolName: string };
  draft: ToolCase;
  onClose: () => void;
}

/** A call of a tool to keep: its name, arguments, and what has to come of it. */
export function CaseDialog({ tool, draft, onClose }: CaseDialogProps) {
  const save = useMutation(saveToolCaseMutation(tool));
  const [name, setName] = useState(draft.name);
  const [argsText, setArgsText] = useState(JSON.stringify(draft.args, null, 2));
  const [rows, setRows] = useState(() => draft.expectations.map((expectation) => ({ id: randomId(), expectation })));
  const args = readJsonObject(argsText);
  const change = (id: string, expectation: Expectation) =>
    setRows((before) => before.map((row) => (row.id === id ? { id, expectation } : row)));
  return (
    <FormDialog
      title={`A case of ${tool.toolName}`}
      description="Kept by this Letta ADE for this tool, by its name. Run it again whenever the tool changes."
      submitLabel="Save the case"
      disabledReason={
        name.trim() === '' ? 'Give it a name' : args === null ? 'The arguments are no JSON object' : undefined
      }
      describeError={describeFailure}
      onSubmit={() =>
        save.mutateAsync({
          ...draft,
          name: name.trim(),
          args: args ?? {},
          expectations: rows.map((row) => row.expectation),
        })
      }
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <TextField label="Name" placeholder="What it shows" maxLength={120} value={name} onValueChange={setName} />
        <TextArea
          label="Arguments"
          mono
          autoGrow
          boxClassName="max-h-60"
          value={argsText}
          onValueChange={setArgsText}
          error={args === null ? 'This is not a JSON object.' : undefined}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-sm">What has to come of it</legend>
          {rows.map(({ id, expectation }, index) => (
            <ExpectationRow
              key={id}
              number={index + 1}
              expectation={expectation}
              onChange={(next) => change(id, next)}
              onRemove={() => setRows((before) => before.filter((row) => row.id !== id))}
            />
          ))}
          <Button
            size="sm"
            className="self-start"
            icon={<Plus />}
            onClick={() =>
              setRows((before) => [...before, { id: randomId(), expectation: { kind: 'contains', value: '' } }])
            }
          >
            Expect more
          </Button>
        </fieldset>
      </div>
    </FormDialog>
  );
}

interface ExpectationRowProps {
  number: number;
  expectation: Expectation;
  onChange: (expectation: Expectation) => void;
  onRemove: () => void;
}

function ExpectationRow({ number, expectation, onChange, onRemove }: ExpectationRowProps) {
  return (
    <div className="flex flex-wrap items-start gap-1.5">
      <SelectField
        label={`Expectation ${number}`}
        labelHidden
        className="w-52"
        value={expectation.kind}
        onValueChange={(kind) => onChange(ofKind(kind as ExpectationKind, expectation))}
        options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
      />
      {expectation.kind === 'path' ? (
        <TextField
          label={`Path of expectation ${number}`}
          labelHidden
          mono
          placeholder="$.items[0].name"
          className="w-40"
          value={expectation.path}
          onValueChange={(path) => onChange({ ...expectation, path })}
        />
      ) : null}
      {'value' in expectation ? (
        <TextArea
          label={`Value of expectation ${number}`}
          labelHidden
          mono
          autoGrow
          rows={1}
          boxClassName="max-h-40"
          className="min-w-40 flex-1"
          value={expectation.value}
          onValueChange={(value) => onChange({ ...expectation, value })}
        />
      ) : (
        <span className="flex-1" />
      )}
      <IconButton label={`Remove expectation ${number}`} icon={<X />} onClick={onRemove} />
    </div>
  );
}

function ofKind(kind: ExpectationKind, before: Expectation): Expectation {
  const value = 'value' in before ? before.value : '';
  switch (kind) {
    case 'succeeds':
    case 'fails':
      return { kind };
    case 'path':
      return { kind, path: '$', value };
    default:
      return { kind, value };
  }
}
