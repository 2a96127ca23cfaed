import { cn } from '#lib/cn.ts';

type SpinnerProps = { label?: string; className?: string };

/** Without a label it is an ornament of something that already says it is busy. */
export function Spinner({ label, className }: SpinnerProps) {
  return (
    <span
      role={label ? 'status' : undefined}
      className={cn('inline-flex items-center gap-2', label && 'text-muted', className)}
    >
      <svg viewBox="0 0 16 16" className="size-3.5 animate-spin" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.75" opacity="0.25" />
        <path d="M14.25 8A6.25 6.25 0 0 0 8 1.75" fill="none" stroke="currentColor" strokeWidth="1.75" />
      </svg>
      {label}
    </span>
  );
}
