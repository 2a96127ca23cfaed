'use client';

import { useQuery } from '@tanstack/react-query';
import { Hand } from 'lucide-react';
import Link from 'next/link';
import { waitingAgentsQuery } from '#lib/letta/agents.ts';
import { routes } from '#lib/routes.ts';

interface WaitingBannerProps {
  serverId: string;
  /** The agent that is open: what waits there is asked in its chat. */
  openAgentId?: string;
}

const NAMED = 3;

/** On every page: which agents stand still until a person decides on a tool call. */
export function WaitingBanner({ serverId, openAgentId }: WaitingBannerProps) {
  const waiting = (useQuery(waitingAgentsQuery(serverId)).data ?? []).filter(({ id }) => id !== openAgentId);
  if (waiting.length === 0) return null;
  const more = waiting.length - NAMED;
  return (
    <aside
      aria-label="Waiting for approval"
      className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-warning/25 border-b bg-warning-soft px-4 py-1.5 text-sm"
    >
      <Hand className="size-3.5 text-warning" />
      <span>
        {waiting.length === 1 ? 'An agent waits' : `${waiting.length} agents wait`} for your approval of a tool call:
      </span>
      {waiting.slice(0, NAMED).map(({ id, name }) => (
        <Link key={id} href={routes.agent(serverId, id)} className="max-w-48 truncate font-medium underline">
          {name}
        </Link>
      ))}
      {more > 0 ? <Link href={routes.agents(serverId)}>and {more} more</Link> : null}
    </aside>
  );
}
