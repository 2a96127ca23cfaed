'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SecretField } from '#components/ui/secret-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { changeProviderMutation, type Provider } from '#lib/letta/providers.ts';

interface ProviderKeyDialogProps {
  serverId: string;
  provider: Provider;
  onClose: () => void;
}

/** A new key for a provider. The old one is replaced, not shown. */
export function ProviderKeyDialog({ serverId, provider, onClose }: ProviderKeyDialogProps) {
  const change = useMutation(changeProviderMutation(serverId, provider.id));
  const [key, setKey] = useState('');
  const [url, setUrl] = useState(provider.base_url ?? '');
  const isNewUrl = url.trim() !== '' && url.trim() !== (provider.base_url ?? '');
  return (
    <FormDialog
      title={`Change ${provider.name}`}
      description="Its name and kind stay. What is left empty stays as it is."
      submitLabel="Save"
      disabledReason={key.trim() === '' && !isNewUrl ? 'Nothing is changed' : undefined}
      describeError={describeFailure}
      onSubmit={() =>
        change.mutateAsync({
          ...(key.trim() === '' ? {} : { api_key: key.trim() }),
          ...(isNewUrl ? { base_url: url.trim() } : {}),
        })
      }
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <SecretField label="New key" value={key} onValueChange={setKey} />
        <TextField label="Address" value={url} onValueChange={setUrl} />
      </div>
    </FormDialog>
  );
}
