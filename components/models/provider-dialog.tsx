'use client';

import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SecretField } from '#components/ui/secret-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import {
  addProviderMutation,
  BUILT_IN_TYPES,
  checkProvider,
  PROVIDER_TYPES,
  type ProviderInput,
} from '#lib/letta/providers.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

const WITHOUT_KEY = ['ollama', 'lmstudio_openai', 'vllm'];

interface ProviderDialogProps {
  serverId: string;
  start: { type: string; url: string };
  onClose: () => void;
}

/** A provider to add: tried before it is saved, if one likes. */
export function ProviderDialog({ serverId, start, onClose }: ProviderDialogProps) {
  const [input, setInput] = useState<ProviderInput>({
    name: start.url === '' ? '' : `my-${start.type.split('_')[0]}`,
    provider_type: start.type,
    api_key: '',
    base_url: start.url,
    access_key: '',
    region: '',
    api_version: '',
  });
  const add = useMutation(addProviderMutation(serverId));
  const check = useMutation({ mutationFn: () => checkProvider(serverId, input) });
  const change = (part: Partial<ProviderInput>) => {
    check.reset();
    setInput((before) => ({ ...before, ...part }));
  };
  const problem = problemOf(input);
  const nameProblem = /^[\w.-]*$/.test(input.name) ? undefined : 'Use letters, digits, dots, hyphens and underscores.';
  return (
    <FormDialog
      title="Add a provider"
      description="The key goes to the server, which keeps it. It is not kept in this browser and never shown again."
      submitLabel="Add provider"
      disabledReason={input.name === '' ? 'Give it a name' : (nameProblem ?? problem)}
      describeError={describeFailure}
      onSubmit={() => add.mutateAsync(input)}
      onClose={onClose}
      extraAction={
        <Button icon={<ShieldCheck />} busy={check.isPending} disabledReason={problem} onClick={() => check.mutate()}>
          Check
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label="Name"
          hint="The first part of the handles of its models."
          placeholder="my-openai"
          mono
          value={input.name}
          onValueChange={(name) => change({ name: name.trim() })}
          error={nameProblem}
        />
        <ProviderFields serverId={serverId} input={input} onChange={change} />
        {check.isSuccess ? (
          <p role="status" className="text-sm text-success">
            The provider takes it.
          </p>
        ) : null}
        {check.error ? <ErrorNote {...describeFailure(check.error)} /> : null}
      </div>
    </FormDialog>
  );
}

interface ProviderFieldsProps {
  serverId: string;
  input: ProviderInput;
  onChange: (part: Partial<ProviderInput>) => void;
}

function ProviderFields({ serverId, input, onChange }: ProviderFieldsProps) {
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  const type = input.provider_type;
  return (
    <>
      <SelectField
        label="Kind"
        value={type}
        onValueChange={(provider_type) => onChange({ provider_type })}
        hint={isBuiltIn ? 'The built-in server knows the first four. A Letta server of your own knows all.' : undefined}
        options={PROVIDER_TYPES.map((each) => ({
          value: each.type,
          label: each.label,
          disabled: isBuiltIn && !BUILT_IN_TYPES.includes(each.type),
        }))}
      />
      <SecretField
        label={WITHOUT_KEY.includes(type) ? 'Key (if it asks for one)' : 'Key'}
        value={input.api_key}
        onValueChange={(api_key) => onChange({ api_key })}
        error={
          /\s/.test(input.api_key.trim()) ? 'A key has no blanks or line breaks: some were pasted along.' : undefined
        }
      />
      <TextField
        label="Address"
        hint="Only where it is not the provider's own. The server calls it, this page does not."
        placeholder="https://…/v1"
        value={input.base_url}
        onValueChange={(base_url) => onChange({ base_url: base_url.trim() })}
      />
      {type === 'bedrock' ? (
        <>
          <SecretField
            label="Access key"
            value={input.access_key}
            onValueChange={(access_key) => onChange({ access_key })}
          />
          <TextField label="Region" value={input.region} onValueChange={(region) => onChange({ region })} />
        </>
      ) : null}
      {type === 'azure' ? (
        <TextField
          label="API version"
          value={input.api_version}
          onValueChange={(api_version) => onChange({ api_version })}
        />
      ) : null}
    </>
  );
}

function problemOf({ provider_type, api_key }: ProviderInput): string | undefined {
  if (api_key.trim() === '' && !WITHOUT_KEY.includes(provider_type)) return 'Enter the key';
  return /\s/.test(api_key.trim()) ? 'A key has no blanks or line breaks' : undefined;
}
