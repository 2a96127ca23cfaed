'use client';

import { useQuery } from '@tanstack/react-query';
import { SelectField } from '#components/ui/select-field.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { groupModels, modelsQuery } from '#lib/letta/models.ts';

interface ModelChoiceProps {
  serverId: string;
  value: string;
  onValueChange: (handle: string) => void;
}

/** The chat models of a server, by provider. */
export function ModelChoice({ serverId, value, onValueChange }: ModelChoiceProps) {
  const models = useQuery(modelsQuery(serverId));
  const error = models.error ? describeFailure(models.error) : null;
  return (
    <SelectField
      label="Model"
      value={value}
      onValueChange={onValueChange}
      options={groupModels(models.data ?? [])}
      placeholder={models.isPending ? 'Loading models…' : 'Choose a model'}
      error={error ? `${error.title}. ${error.message}` : undefined}
      hint={value.startsWith('demo/') ? 'Follows fixed rules, offline. It needs no key.' : undefined}
    />
  );
}
