'use client';

import { Users } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { QueryLike } from '#components/ui/query-view.tsx';
import { AgentsDialog } from './agents-dialog.tsx';

interface UsedByButtonProps {
  serverId: string;
  /** Of what is used. */
  name: string;
  description: string;
  /** Asked for when the dialog opens. */
  query: QueryLike<{ id: string; name: string }[]>;
  /** As many agents are asked for; there may be more. */
  most: number;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Opens the agents that have something, and says how many they are once that is known. */
export function UsedByButton({ serverId, name, description, query, most, isOpen, onOpenChange }: UsedByButtonProps) {
  return (
    <>
      <Button size="sm" icon={<Users />} onClick={() => onOpenChange(true)}>
        <span>
          {usedBy(query.data?.length, most)}
          <span className="sr-only"> ({name})</span>
        </span>
      </Button>
      {isOpen ? (
        <AgentsDialog
          serverId={serverId}
          title={`Agents with ${name}`}
          description={query.data?.length === most ? `${description} Only the newest ${most} are shown.` : description}
          query={query}
          onClose={() => onOpenChange(false)}
        />
      ) : null}
    </>
  );
}

function usedBy(count: number | undefined, most: number): string {
  if (count === undefined) return 'Agents…';
  if (count === 0) return 'No agents';
  return `${count}${count === most ? '+' : ''} ${count === 1 ? 'agent' : 'agents'}`;
}
