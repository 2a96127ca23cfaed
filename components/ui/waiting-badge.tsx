import { Hand } from 'lucide-react';
import { Badge } from './badge.tsx';

/** Marks an agent or a conversation that stands still until a person decides on a tool call. */
export function WaitingBadge() {
  return (
    <Badge tone="warning" icon={<Hand />} className="shrink-0">
      waits for approval
    </Badge>
  );
}
