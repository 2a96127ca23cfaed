import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** What would be here and why it is worth having. */
  text?: ReactNode;
  /** The action that fills it. */
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon, title, text, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center justify-center px-6 py-10 text-center', className)}>
      {icon ? (
        <div className="mb-3 flex size-9 items-center justify-center rounded-lg border border-border bg-surface text-muted [&_svg]:size-4">
          {icon}
        </div>
      ) : null}
      <p className="text-balance font-medium">{title}</p>
      {text ? <p className="mt-1 max-w-80 text-balance text-muted">{text}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap items-center justify-center gap-2">{action}</div> : null}
    </div>
  );
}
