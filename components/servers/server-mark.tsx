import { cn } from '#lib/cn.ts';
import type { ServerColor } from '#lib/letta/servers.ts';

const FILLS: Record<ServerColor, string> = {
  red: 'bg-danger',
  orange: 'bg-kind-tools',
  green: 'bg-success',
  blue: 'bg-kind-messages',
  purple: 'bg-kind-memory',
};

/** The colour a person gave a connection, as an edge. Its name says the same without colour. */
export function ServerMark({ color, className }: { color: ServerColor | undefined; className?: string }) {
  if (!color) return null;
  return (
    <span className={cn('w-1 shrink-0 self-stretch rounded-full', FILLS[color], className)}>
      <span className="sr-only">marked {color}</span>
    </span>
  );
}
