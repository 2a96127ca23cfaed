import { cn } from '#lib/cn.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

export type ButtonLook = { variant?: ButtonVariant; size?: ButtonSize; iconOnly?: boolean };

const base =
  'relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors [&_svg]:size-3.5 [&_svg]:shrink-0 disabled:opacity-50 not-aria-busy:aria-disabled:opacity-50';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-contrast hover:bg-accent-hover',
  secondary:
    'border border-border bg-surface text-text shadow-control hover:bg-hover aria-expanded:bg-hover dark:bg-surface-raised dark:hover:bg-selected',
  ghost: 'text-muted hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text',
  danger: 'bg-danger text-danger-contrast hover:bg-danger-hover',
};

const paddings = { sm: 'h-7 px-2 text-sm', md: 'h-8 px-3 text-base' };
const squares = { sm: 'size-7', md: 'size-8' };

/** The look of a button, for the elements that cannot be one (links, labels of file inputs). */
export function buttonStyles({ variant = 'secondary', size = 'md', iconOnly }: ButtonLook): string {
  return cn(base, variants[variant], iconOnly ? squares[size] : paddings[size]);
}
