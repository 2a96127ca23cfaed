import { LoaderCircle } from 'lucide-react';
import { Badge } from './badge.tsx';

/** Marks an agent or a conversation in which a turn goes on. */
export function RunningBadge() {
  return (
    <Badge tone="accent" icon={<LoaderCircle />} className="shrink-0">
      running
    </Badge>
  );
}
