import { Bot } from 'lucide-react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { AgentRef } from '#lib/letta/agents.ts';
import { routes } from '#lib/routes.ts';

/** The URL names an agent this server does not have. */
export function AgentMissing({ serverId, agentId }: AgentRef) {
  return (
    <EmptyState
      className="h-full"
      icon={<Bot />}
      title="This server has no such agent"
      text={
        <>
          <span className="wrap-anywhere font-mono">{agentId}</span> was deleted, or lives on another server.
        </>
      }
      action={
        <ButtonLink href={routes.agents(serverId)} variant="primary">
          See all agents
        </ButtonLink>
      }
    />
  );
}
