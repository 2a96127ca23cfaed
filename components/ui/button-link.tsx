import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { type ButtonSize, type ButtonVariant, buttonStyles } from './button-styles.ts';

export type ButtonLinkProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
};

export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={cn(buttonStyles({ variant, size }), 'gap-1.5', className)}>
      {icon}
      {children}
    </Link>
  );
}
