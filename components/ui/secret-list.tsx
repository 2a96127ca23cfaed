'use client';

import { Plus, X } from 'lucide-react';
import { randomId } from '#lib/random-id.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { SecretField } from './secret-field.tsx';
import { TextField } from './text-field.tsx';

/** A name with a value that is not to be read over one's shoulder. */
export interface NamedSecret {
  id: string;
  name: string;
  value: string;
  /** The server has a value for it that it does not tell. An empty entry leaves it. */
  isSaved?: boolean;
}

interface SecretListProps {
  legend: string;
  /** What one is called: `variable`. */
  noun: string;
  namePlaceholder: string;
  /** What is wrong with a name. */
  nameProblem: (name: string) => string | undefined;
  secrets: NamedSecret[];
  onChange: (secrets: NamedSecret[]) => void;
}

/** Names with secret values, as many as one wants. */
export function SecretList({ legend, noun, namePlaceholder, nameProblem, secrets, onChange }: SecretListProps) {
  const change = (id: string, part: Partial<NamedSecret>) =>
    onChange(secrets.map((each) => (each.id === id ? { ...each, ...part } : each)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{legend}</legend>
      {secrets.map(({ id, name, value, isSaved }, index) => (
        <div key={id} className="flex items-start gap-1.5">
          <TextField
            label={`Name of ${noun} ${index + 1}`}
            labelHidden
            placeholder={namePlaceholder}
            mono
            className="w-2/5"
            value={name}
            onValueChange={(next) => change(id, { name: next.trim(), isSaved: false })}
            error={name === '' ? undefined : nameProblem(name)}
          />
          <SecretField
            label={`Value of ${noun} ${index + 1}`}
            labelHidden
            placeholder={isSaved ? 'Saved. Type to replace it' : 'value'}
            className="flex-1"
            value={value}
            onValueChange={(next) => change(id, { value: next })}
          />
          <IconButton
            label={`Remove ${noun} ${index + 1}`}
            icon={<X />}
            onClick={() => onChange(secrets.filter((each) => each.id !== id))}
          />
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus />}
        onClick={() => onChange([...secrets, { id: randomId(), name: '', value: '' }])}
      >
        Add a {noun}
      </Button>
    </fieldset>
  );
}
