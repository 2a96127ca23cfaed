'use client';

import { useQuery } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import Link from 'next/link';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Tool, toolUsersQuery } from '#lib/letta/tools.ts';
import { routes } from '#lib/routes.ts';

interface ToolUsersDialogProps {
  serverId: string;
  tool: Tool;
  onClose: () => void;
}

/** The agents that have a tool. */
export function ToolUsersDialog({ serverId, tool, onClose }: ToolUsersDialogProps) {
  const query = useQuery(toolUsersQuery(serverId, tool.id));
  return (
    <Dialog
      size="sm"
      title={`Agents with ${tool.name}`}
      description="Of the newest 1,000 agents of this server."
      onClose={onClose}
    >
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={4} />}
        empty={<EmptyState icon={<Bot />} title="No agent has it" />}
      >
        {(users) => (
          <ul className="divide-y divide-border">
            {users.map((user) => (
              <li key={user.id} className="py-1.5">
                <Link href={routes.agent(serverId, user.id)} prefetch={false} className="hover:underline">
                  {user.name}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Dialog>
  );
}
