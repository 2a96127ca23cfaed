'use client';

import { useQuery } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import Link from 'next/link';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Block, blockAgentsQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { routes } from '#lib/routes.ts';

interface BlockUsersDialogProps {
  serverId: string;
  block: Block;
  onClose: () => void;
}

/** The agents that have a block. */
export function BlockUsersDialog({ serverId, block, onClose }: BlockUsersDialogProps) {
  const query = useQuery(blockAgentsQuery(serverId, block.id));
  return (
    <Dialog
      size="sm"
      title={`Agents with ${block.label}`}
      description="What one of them writes, all of them read."
      onClose={onClose}
    >
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
