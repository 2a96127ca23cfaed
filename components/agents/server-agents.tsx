'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type AgentState, agentsQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { routes } from '#lib/routes.ts';

const SHOWN = 6;

/** The newest agents of a server, for the home page. A server without agents shows nothing here. */
export function ServerAgents({ serverId, serverName }: { serverId: string; serverName: string }) {
  const agents = useInfiniteQuery(agentsQuery(serverId, { text: '', tags: [] }));
  const query = { ...agents, data: agents.data?.pages[0] };
  return (
    <QueryView
      query={query}
      describeError={(error) => ({
        ...describeFailure(error),
        title: `${serverName}: ${describeFailure(error).title}`,
      })}
      skeleton={<Skeleton lines={3} />}
      empty={null}
    >
      {(rows) => (
        <section aria-label={`Agents on ${serverName}`} className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-2">
            <h2 className="font-semibold text-lg">{serverName}</h2>
            <Link
              href={routes.agents(serverId)}
              className="inline-flex min-h-6 items-center gap-1 text-accent-text hover:underline"
            >
              All agents <ArrowRight className="size-3.5" />
            </Link>
          </div>
          <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {rows.slice(0, SHOWN).map((agent) => (
              <AgentCard key={agent.id} serverId={serverId} agent={agent} />
            ))}
          </ul>
        </section>
      )}
    </QueryView>
  );
}

function AgentCard({ serverId, agent }: { serverId: string; agent: AgentState }) {
  return (
    <li className="relative flex flex-col gap-1 rounded-lg border border-border bg-surface p-4 hover:border-border-strong">
      <Link
        href={routes.agent(serverId, agent.id)}
        className="truncate font-medium after:absolute after:inset-0 after:rounded-lg"
      >
        {agent.name}
      </Link>
      <p className="truncate text-muted">{agent.description || 'No description'}</p>
      <p className="flex gap-2 truncate text-faint text-sm">
        <span className="truncate font-mono">{agent.model ?? 'model not reported'}</span>
        {agent.last_run_completion ? (
          <RelativeTime date={agent.last_run_completion} className="ml-auto shrink-0" />
        ) : null}
      </p>
    </li>
  );
}
