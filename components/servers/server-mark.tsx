import { cn } from '#lib/cn.ts';
import type { ServerColor } from '#lib/letta/servers.ts';

const FILLS: Record<ServerColor, string> = {
  red: 'bg-danger',
  orange: 'bg-kind-tools',
  green: 'bg-success',
  blue: 'bg-kind-messages',
  purple: 'bg-kind-memory',
};

/** The colour a person gave a connection, as an edge; without one its place, so that names stand in line. */
export function ServerMark({ color }: { color: ServerColor | undefined }) {
  return (
    <span className={cn('min-h-4 w-1 shrink-0 self-stretch rounded-full', color && FILLS[color])}>
      {color ? <span className="sr-only">marked {color}</span> : null}
    </span>
  );
}
