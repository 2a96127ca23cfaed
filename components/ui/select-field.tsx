'use client';

import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';

export type SelectOption = { value: string; label: string; disabled?: boolean };
export type SelectGroup = { label: string; options: SelectOption[] };

/** Values as options that say themselves. A current value that is not among them is offered too. */
export function optionsOf(values: readonly string[], current: string): SelectOption[] {
  const all = current === '' || values.includes(current) ? values : [current, ...values];
  return all.map((value) => ({ value, label: value }));
}

export type SelectFieldProps = Omit<ComponentProps<'select'>, 'id' | 'className' | 'onChange' | 'children'> &
  FieldProps & {
    options: (SelectOption | SelectGroup)[];
    onValueChange?: (value: string) => void;
    /** An empty first option, chosen while `value` is ''. */
    placeholder?: string;
  };

export function SelectField({
  label,
  labelHidden,
  hint,
  error,
  aside,
  className,
  options,
  onValueChange,
  placeholder,
  ...rest
}: SelectFieldProps) {
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error} aside={aside} className={className}>
      {(control) => (
        <div className="relative">
          <select
            {...rest}
            {...control}
            className={cn(controlStyles, 'h-8 appearance-none truncate pr-8 pl-2.5')}
            onChange={(event) => onValueChange?.(event.target.value)}
          >
            {placeholder === undefined ? null : <option value="">{placeholder}</option>}
            {options.map((entry) =>
              'options' in entry ? (
                <optgroup key={entry.label} label={entry.label}>
                  {entry.options.map(renderOption)}
                </optgroup>
              ) : (
                renderOption(entry)
              ),
            )}
          </select>
          <ChevronsUpDown className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-faint" />
        </div>
      )}
    </Field>
  );
}

function renderOption({ value, label, disabled }: SelectOption) {
  return (
    <option key={value} value={value} disabled={disabled}>
      {label}
    </option>
  );
}
