'use client';

import { useState } from 'react';
import { TextField, type TextFieldProps } from './text-field.tsx';

type DateFieldProps = Pick<TextFieldProps, 'label' | 'hint'> & {
  /** `2026-01-31`, with the time `2026-01-31T12:00`; empty is none. */
  value: string;
  /** Called with a date that can be used, or empty while there is none. */
  onValueChange: (value: string) => void;
  withTime?: boolean;
};

/** Browsers take years of six digits, and half a year while it is typed; no server does. */
const FIRST = '1000-01-01';
const LAST = '9999-12-31';
const PROBLEM = 'Give a whole date, with a year from 1000 to 9999.';

/** A day, or a moment. What cannot be used stays in the box, and is said once the box is left. */
export function DateField({ value, onValueChange, withTime, ...rest }: DateFieldProps) {
  const [unfit, setUnfit] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();

  function handleInput(input: HTMLInputElement) {
    const isFit = input.validity.valid;
    setUnfit(isFit ? null : input.value);
    if (isFit) setProblem(undefined);
    onValueChange(isFit ? input.value : '');
  }

  return (
    <TextField
      {...rest}
      type={withTime ? 'datetime-local' : 'date'}
      min={withTime ? `${FIRST}T00:00` : FIRST}
      max={withTime ? `${LAST}T23:59` : LAST}
      value={unfit ?? value}
      error={problem}
      onInput={({ currentTarget }) => handleInput(currentTarget)}
      onBlur={({ currentTarget }) => setProblem(currentTarget.validity.valid ? undefined : PROBLEM)}
    />
  );
}
