'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { type ButtonSize, type ButtonVariant, buttonStyles } from './button-styles.ts';
import { Spinner } from './spinner.tsx';

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  busy?: boolean;
  /** Why the action is off: the button stays focusable, says so in a tooltip and to a screen reader, and does nothing. */
  disabledReason?: string | undefined;
};

export function Button({
  variant,
  size,
  icon,
  busy = false,
  disabledReason,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  // Not `disabled`: a button that disables itself while it works would drop the keyboard focus.
  const inert = busy || disabledReason !== undefined;
  return (
    <button
      {...rest}
      {...(disabledReason ? { 'data-tooltip': disabledReason, 'aria-description': disabledReason } : {})}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={inert || undefined}
      className={cn(buttonStyles({ variant, size }), className)}
      onClick={inert ? (event) => event.preventDefault() : onClick}
    >
      <span className={cn('inline-flex min-w-0 items-center gap-1.5', busy && 'opacity-0')}>
        {icon}
        {children}
      </span>
      {busy ? <Spinner className="absolute" /> : null}
    </button>
  );
}
