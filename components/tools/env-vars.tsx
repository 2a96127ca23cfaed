'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SecretField } from '#components/ui/secret-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';

export interface EnvVar {
  id: string;
  name: string;
  value: string;
}

interface EnvVarsProps {
  vars: EnvVar[];
  onChange: (vars: EnvVar[]) => void;
}

/** Variables for tries of a tool. They live in this page only: nothing keeps them. */
export function EnvVars({ vars, onChange }: EnvVarsProps) {
  const change = (id: string, part: Partial<EnvVar>) =>
    onChange(vars.map((each) => (each.id === id ? { ...each, ...part } : each)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Variables</legend>
      {vars.map(({ id, name, value }, index) => (
        <div key={id} className="flex items-start gap-1.5">
          <TextField
            label={`Name of variable ${index + 1}`}
            labelHidden
            placeholder="NAME"
            mono
            className="w-2/5"
            value={name}
            onValueChange={(next) => change(id, { name: next.trim() })}
            error={envProblem(name)}
          />
          <SecretField
            label={`Value of variable ${index + 1}`}
            labelHidden
            placeholder="value"
            className="flex-1"
            value={value}
            onValueChange={(next) => change(id, { value: next })}
          />
          <IconButton
            label={`Remove variable ${index + 1}`}
            icon={<X />}
            onClick={() => onChange(vars.filter((each) => each.id !== id))}
          />
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus />}
        onClick={() => onChange([...vars, { id: crypto.randomUUID(), name: '', value: '' }])}
      >
        Add a variable
      </Button>
    </fieldset>
  );
}

/** What is wrong with the name of a variable. */
function envProblem(name: string): string | undefined {
  return name === '' || /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : 'Use letters, digits and underscores; no digit first.';
}

/** Variables as a call takes them; those without a name are left out. */
export function toEnv(vars: EnvVar[]): Record<string, string> {
  return Object.fromEntries(vars.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]));
}
