'use client';

import type { ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';

export type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id' | 'className'> &
  FieldProps & {
    onValueChange?: (value: string) => void;
    /** Grows with its text instead of scrolling; `rows` is then the smallest height. */
    autoGrow?: boolean;
    mono?: boolean;
    /** On the box of the text, for a maximum height. */
    boxClassName?: string;
  };

/** Beyond this many characters measuring the text costs more than a box that scrolls. */
const GROW_LIMIT = 50_000;

export function TextArea({
  label,
  labelHidden,
  hint,
  error,
  aside,
  className,
  boxClassName,
  onValueChange,
  onChange,
  autoGrow,
  mono,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const isHuge = String(rest.value ?? '').length > GROW_LIMIT;
  const grows = autoGrow && !isHuge;
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error} aside={aside} className={className}>
      {(control) => (
        <div
          className={cn('min-w-0', mono && 'font-mono', grows && 'auto-grow')}
          data-value={grows ? (rest.value ?? rest.defaultValue) : undefined}
        >
          <textarea
            spellCheck={!mono && !isHuge}
            {...rest}
            {...control}
            rows={isHuge ? 8 : rows}
            style={grows ? { minHeight: `calc(${rows} * 1.25rem + 0.875rem)` } : undefined}
            className={cn(controlStyles, 'block px-2.5 py-1.5', boxClassName)}
            onChange={(event) => {
              onChange?.(event);
              onValueChange?.(event.target.value);
            }}
          />
        </div>
      )}
    </Field>
  );
}
