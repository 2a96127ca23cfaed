import { cn } from '#lib/cn.ts';

export type DotState = 'ok' | 'busy' | 'warning' | 'down' | 'off';

type StatusDotProps = {
  state: DotState;
  /** Read to a screen reader; the shape tells the states apart without colour. */
  label?: string;
  className?: string;
};

const shapes: Record<DotState, string> = {
  ok: 'rounded-full bg-success',
  busy: 'rounded-full border-2 border-accent-text animate-pulse-soft',
  warning: 'rotate-45 rounded-[1px] bg-warning',
  down: 'rounded-[1px] bg-danger',
  off: 'rounded-full border-2 border-border-strong',
};

export function StatusDot({ state, label, className }: StatusDotProps) {
  return (
    <span className={cn('inline-flex size-3 shrink-0 items-center justify-center', className)}>
      <span aria-hidden="true" className={cn('size-2', shapes[state])} />
      {label ? <span className="sr-only">{label}</span> : null}
    </span>
  );
}
