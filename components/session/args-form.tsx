'use client';

import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type FormField, formFields, toEntry, withEntry } from '#lib/schema-form/form-fields.ts';
import { parseArgs } from './parse-args.ts';

interface ArgsFormProps {
  schema: unknown;
  /** The arguments as JSON text: the one truth, which the form and the text both edit. */
  text: string;
  onChange: (text: string) => void;
}

/** The arguments of a call: as a form made from the schema, or as JSON. */
export function ArgsForm({ schema, text, onChange }: ArgsFormProps) {
  const [view, setView] = useState<'form' | 'json'>('form');
  const parsed = parseArgs(text);
  return (
    <Tabs
      label="Arguments as"
      look="segmented"
      value={view}
      onValueChange={setView}
      panelClassName="pt-2"
      tabs={[
        {
          id: 'form',
          label: 'Form',
          content:
            parsed.ok && view === 'form' ? (
              <FieldList schema={schema} args={parsed.args} onChange={onChange} />
            ) : (
              <p className="text-danger text-sm">{parsed.ok ? '' : `${parsed.problem} Correct it under JSON.`}</p>
            ),
        },
        {
          id: 'json',
          label: 'JSON',
          content: (
            <TextArea
              label="Arguments as JSON"
              labelHidden
              mono
              autoGrow
              rows={4}
              boxClassName="max-h-80"
              value={text}
              onValueChange={onChange}
              error={parsed.ok ? undefined : parsed.problem}
            />
          ),
        },
      ]}
    />
  );
}

interface FieldListProps {
  schema: unknown;
  args: Record<string, unknown>;
  onChange: (text: string) => void;
}

function FieldList({ schema, args, onChange }: FieldListProps) {
  const fields = formFields(schema);
  if (fields.length === 0) return <p className="text-faint text-sm">This tool takes no arguments.</p>;
  return (
    <div className="flex flex-col gap-3">
      {fields.map((field) => (
        <ArgField
          key={field.name}
          field={field}
          value={Object.hasOwn(args, field.name) ? args[field.name] : undefined}
          onEnter={(entry) => onChange(JSON.stringify(withEntry(args, field, entry), null, 2))}
        />
      ))}
    </div>
  );
}

interface ArgFieldProps {
  field: FormField;
  value: unknown;
  /** Throws a sentence when the entry does not fit. */
  onEnter: (entry: string | boolean) => void;
}

function ArgField({ field, value, onEnter }: ArgFieldProps) {
  // What is typed is kept here while it does not fit, or stands for the number that is kept: "1." is not undone.
  const [typed, setTyped] = useState<{ entry: string; problem?: string } | null>(null);
  const isNumber = field.kind === 'number' || field.kind === 'integer';
  const label = field.isRequired ? field.name : `${field.name} (optional)`;
  const hint = field.description ?? undefined;
  const isAhead =
    typed !== null && (typed.problem !== undefined || (typed.entry.trim() !== '' && Number(typed.entry) === value));
  const entry = isAhead ? typed.entry : toEntry(field, value);

  function enter(next: string | boolean) {
    try {
      onEnter(next);
      setTyped(isNumber ? { entry: String(next) } : null);
    } catch (error) {
      setTyped({ entry: String(next), problem: error instanceof Error ? error.message : String(error) });
    }
  }

  const shared = { label, hint, error: typed?.problem, value: String(entry), onValueChange: enter };
  switch (field.kind) {
    case 'switch':
      return <Checkbox label={label} hint={hint} checked={entry === true} onCheckedChange={enter} />;
    case 'choice':
      return (
        <SelectField
          {...shared}
          placeholder="Not given"
          options={field.options.map((option) => ({ value: option, label: String(JSON.parse(option)) }))}
        />
      );
    case 'json':
      return <TextArea {...shared} mono autoGrow rows={2} placeholder="JSON" boxClassName="max-h-60" />;
    case 'text':
      return <TextArea {...shared} autoGrow rows={1} boxClassName="max-h-60" />;
    default:
      return <TextField {...shared} inputMode="decimal" />;
  }
}
