'use client';

import { Bot } from 'lucide-react';
import Link from 'next/link';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { type QueryLike, QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { routes } from '#lib/routes.ts';

interface AgentsDialogProps {
  serverId: string;
  title: string;
  description: string;
  query: QueryLike<{ id: string; name: string }[]>;
  onClose: () => void;
}

/** The agents that have something, each with the way to it. */
export function AgentsDialog({ serverId, title, description, query, onClose }: AgentsDialogProps) {
  return (
    <Dialog size="sm" title={title} description={description} onClose={onClose}>
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={3} />}
        empty={<EmptyState icon={<Bot />} title="No agent has it" />}
      >
        {(agents) => (
          <ul className="divide-y divide-border">
            {agents.map((agent) => (
              <li key={agent.id} className="py-1.5">
                <Link href={routes.agent(serverId, agent.id)} prefetch={false} className="hover:underline">
                  {agent.name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Dialog>
  );
}
