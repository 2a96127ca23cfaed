'use client';

import { useQuery } from '@tanstack/react-query';
import { ServerAgents } from '#components/agents/server-agents.tsx';
import { StarterCards } from '#components/agents/starter-cards.tsx';
import { AddModelButton } from '#components/models/add-model-button.tsx';
import { ServerList } from '#components/servers/server-list.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { agentCountQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { BUILT_IN_SERVER, serversQuery } from '#lib/letta/servers.ts';

/** Where one starts: the starters on a fresh machine; later one's agents come first. The connections are below. */
export function HomePage() {
  const count = useQuery(agentCountQuery(BUILT_IN_SERVER));
  const isFirstRun = count.data === 0;
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-8 px-4 py-8 sm:px-6">
      <header className="flex flex-col gap-1">
        <h1 className="font-semibold text-2xl">{isFirstRun ? 'Welcome to Letta ADE' : 'Your agents'}</h1>
        <p className="max-w-2xl text-pretty text-muted">
          {isFirstRun
            ? 'Start an agent and watch its memory change while you talk. It runs on this machine with an offline demo model: no key, no account.'
            : 'Open an agent, or start another one.'}
        </p>
      </header>
      {count.isPending ? <Skeleton lines={6} /> : isFirstRun ? <Starters /> : <AgentsOfServers />}
      {count.isPending ? null : isFirstRun ? <AgentsOfServers /> : <Starters />}
      <ServerList />
    </div>
  );
}

function Starters() {
  return (
    <section aria-label="Start an agent" className="flex flex-col gap-3">
      <StarterCards serverId={BUILT_IN_SERVER} />
      <div className="flex flex-wrap items-center gap-2 text-muted">
        <AddModelButton />
        <span className="text-sm">The demo model only follows a few rules. A real one has a real conversation.</span>
      </div>
    </section>
  );
}

function AgentsOfServers() {
  const servers = useQuery(serversQuery());
  return (
    <QueryView query={servers} describeError={describeFailure} skeleton={<Skeleton lines={4} />}>
      {(list) => list.map((server) => <ServerAgents key={server.id} serverId={server.id} serverName={server.name} />)}
    </QueryView>
  );
}
