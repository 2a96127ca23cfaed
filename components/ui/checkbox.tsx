'use client';

import { Check, Minus } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '#lib/cn.ts';

export type CheckboxProps = {
  label: string;
  labelHidden?: boolean;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean, keys: { shiftKey: boolean }) => void;
  indeterminate?: boolean;
  disabled?: boolean;
  name?: string;
  /** One of a list whose rows the arrow keys walk through: see moveFocus. */
  isRow?: boolean;
  className?: string;
};

export function Checkbox({
  label,
  labelHidden,
  hint,
  checked,
  onCheckedChange,
  indeterminate = false,
  disabled,
  name,
  isRow,
  className,
}: CheckboxProps) {
  const id = useId();
  const Mark = indeterminate ? Minus : Check;
  return (
    <label
      className={cn('flex min-h-6 min-w-6 items-start gap-2', disabled && 'cursor-not-allowed opacity-60', className)}
    >
      <span className="relative mt-0.5 flex size-4 shrink-0">
        <input
          ref={(input) => {
            if (input) input.indeterminate = indeterminate;
          }}
          type="checkbox"
          name={name}
          checked={checked}
          disabled={disabled}
          aria-describedby={hint ? id : undefined}
          data-row={isRow}
          onChange={({ target, nativeEvent }) =>
            onCheckedChange(target.checked, { shiftKey: nativeEvent instanceof MouseEvent && nativeEvent.shiftKey })
          }
          className="peer size-4 appearance-none rounded-sm border border-border-strong bg-surface transition-colors checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent dark:bg-surface-sunken"
        />
        <Mark
          strokeWidth={3}
          className="pointer-events-none absolute inset-0 m-auto hidden size-3 text-accent-contrast peer-checked:block peer-indeterminate:block"
        />
      </span>
      <span className={labelHidden ? 'sr-only' : 'min-w-0 wrap-anywhere'}>
        {label}
        {hint ? (
          <span id={id} className="block text-pretty text-faint text-sm">
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}
