'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { type ButtonSize, type ButtonVariant, buttonStyles } from './button-styles.ts';
import { Spinner } from './spinner.tsx';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  /** The accessible name, shown as the tooltip too. */
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  busy?: boolean;
  disabledReason?: string | undefined;
};

export function IconButton({
  label,
  icon,
  variant = 'ghost',
  size = 'sm',
  busy = false,
  disabledReason,
  className,
  onClick,
  type = 'button',
  ...rest
}: IconButtonProps) {
  const inert = busy || disabledReason !== undefined;
  return (
    <button
      data-tooltip={disabledReason ? `${label}: ${disabledReason}` : label}
      {...rest}
      type={type}
      aria-label={label}
      aria-description={disabledReason}
      aria-busy={busy || undefined}
      aria-disabled={inert || undefined}
      className={cn(buttonStyles({ variant, size, iconOnly: true }), className)}
      onClick={inert ? (event) => event.preventDefault() : onClick}
    >
      <span className={cn('inline-flex', busy && 'opacity-0')}>{icon}</span>
      {busy ? <Spinner className="absolute" /> : null}
    </button>
  );
}
