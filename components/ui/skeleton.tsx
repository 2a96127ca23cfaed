import { cn } from '#lib/cn.ts';

type SkeletonProps = {
  /** How many lines of text it stands for. */
  lines?: number;
  className?: string;
};

const widths = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3'];

/** Shown while something loads for the first time. A screen reader hears "Loading" once and none of the bars. */
export function Skeleton({ lines = 1, className }: SkeletonProps) {
  return (
    <div role="status" aria-label="Loading" className={cn('flex flex-col gap-2', className)}>
      {Array.from({ length: lines }, (_, line) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars are identical and never move
          key={line}
          className={cn(
            'min-h-3 flex-1 animate-pulse-soft rounded-sm bg-surface-sunken dark:bg-hover',
            lines > 1 && widths[line % widths.length],
          )}
        />
      ))}
    </div>
  );
}
