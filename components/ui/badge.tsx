import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

export type BadgeProps = {
  tone?: Tone;
  icon?: ReactNode;
  mono?: boolean;
  title?: string;
  className?: string;
  children: ReactNode;
};

const tones: Record<Tone, string> = {
  neutral: 'bg-surface-sunken text-muted ring-border dark:bg-surface-raised',
  accent: 'bg-accent-soft text-accent-text ring-accent-text/25',
  success: 'bg-success-soft text-success ring-success/25',
  warning: 'bg-warning-soft text-warning ring-warning/25',
  danger: 'bg-danger-soft text-danger ring-danger/25',
};

export function Badge({ tone = 'neutral', icon, mono, title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={cn(
        'tabular inline-flex h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs ring-1 ring-inset [&_svg]:size-3 [&_svg]:shrink-0',
        mono ? 'font-mono' : 'font-medium',
        tones[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
