'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';
import { useEarlyText } from './use-early-text.ts';

export type TextFieldProps = Omit<ComponentProps<'input'>, 'id' | 'className' | 'onChange' | 'ref'> &
  FieldProps & {
    onValueChange?: (value: string) => void;
    mono?: boolean;
    /** Stands inside the box at its start: an icon, a unit. */
    leading?: ReactNode;
    /** Stands inside the box at its end: a small button. */
    trailing?: ReactNode;
  };

export function TextField({
  label,
  labelHidden,
  hint,
  error,
  aside,
  className,
  onValueChange,
  mono,
  leading,
  trailing,
  ...rest
}: TextFieldProps) {
  const box = useEarlyText<HTMLInputElement>(onValueChange);
  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error} aside={aside} className={className}>
      {(control) => (
        <div className="relative">
          {leading ? (
            <span className="pointer-events-none absolute inset-y-0 left-0 flex w-8 items-center justify-center text-faint [&_svg]:size-3.5">
              {leading}
            </span>
          ) : null}
          <input
            spellCheck={false}
            autoComplete="off"
            {...rest}
            {...control}
            ref={box}
            className={cn(
              controlStyles,
              'h-8',
              leading ? 'pl-8' : 'pl-2.5',
              trailing ? 'pr-8' : 'pr-2.5',
              mono && 'font-mono',
            )}
            onChange={(event) => onValueChange?.(event.target.value)}
          />
          {trailing ? <span className="absolute inset-y-0 right-0.5 flex items-center">{trailing}</span> : null}
        </div>
      )}
    </Field>
  );
}
