'use client';

import { type ReactNode, useId } from 'react';
import { cn } from '#lib/cn.ts';

export type SwitchProps = {
  label: string;
  labelHidden?: boolean;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  disabledReason?: string | undefined;
  className?: string;
};

/** A setting that takes effect at once. In a form with a save button, use a Checkbox. */
export function Switch({
  label,
  labelHidden,
  hint,
  checked,
  onCheckedChange,
  disabled,
  disabledReason,
  className,
}: SwitchProps) {
  const id = useId();
  const off = disabled || disabledReason !== undefined;
  const note = disabledReason ?? hint;
  return (
    <label className={cn('flex min-h-6 items-start justify-between gap-3', off && 'cursor-not-allowed', className)}>
      <span className={labelHidden ? 'sr-only' : cn('min-w-0 wrap-anywhere', off && 'text-muted')}>
        {label}
        {note ? (
          <span id={id} className="block text-pretty text-faint text-sm">
            {note}
          </span>
        ) : null}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={off}
        aria-describedby={note ? id : undefined}
        onChange={(event) => onCheckedChange(event.target.checked)}
        className="relative mt-0.5 h-4.5 w-8 shrink-0 appearance-none rounded-full border border-border-strong bg-surface-sunken transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-border-strong before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-3.5 checked:before:bg-accent-contrast disabled:opacity-50"
      />
    </label>
  );
}
