'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SecretField } from '#components/ui/secret-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { changeSecretsMutation } from '#lib/letta/secrets.ts';

interface VariableDialogProps {
  /** Null where it is asked for, too. */
  name: string | null;
  /** The variables the agent has. */
  taken: string[];
  onClose: () => void;
}

/** A variable's name and value. A value that is there is replaced, not shown. */
export function VariableDialog({ name: known, taken, onClose }: VariableDialogProps) {
  const change = useMutation(changeSecretsMutation(useAgentRef()));
  const [name, setName] = useState(known ?? '');
  const [value, setValue] = useState('');
  const nameError = known === null ? nameProblem(name, taken) : undefined;
  return (
    <FormDialog
      title={known === null ? 'Add a variable' : `${taken.includes(known) ? 'Change' : 'Set'} ${known}`}
      description="For the tools of this agent. The value goes to the server and is not kept in this browser."
      submitLabel={known === null ? 'Add variable' : 'Save variable'}
      disabledReason={nameError ?? (name === '' ? 'Give it a name' : value === '' ? 'Enter a value' : undefined)}
      describeError={describeFailure}
      onSubmit={() => change.mutateAsync({ [name]: value })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        {known === null ? (
          <TextField label="Name" mono placeholder="API_KEY" value={name} onValueChange={setName} error={nameError} />
        ) : null}
        <SecretField
          label="Value"
          value={value}
          onValueChange={setValue}
          hint={value.includes('\n') ? `It has ${value.split('\n').length} lines, and is kept so.` : undefined}
        />
      </div>
    </FormDialog>
  );
}

function nameProblem(name: string, taken: string[]): string | undefined {
  if (name !== '' && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'Use letters, digits and underscores; no digit first.';
  return taken.includes(name) ? 'There is a variable of this name.' : undefined;
}
