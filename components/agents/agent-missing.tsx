'use client';

import { Bot } from 'lucide-react';
import { useDraftsOf } from '#components/session/draft-store.ts';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { AgentRef } from '#lib/letta/agents.ts';
import { routes } from '#lib/routes.ts';

/** The URL names an agent this server does not have, or no longer has: what was written for it can still be taken. */
export function AgentMissing({ serverId, agentId }: AgentRef) {
  return (
    <div className="flex h-full flex-col items-center overflow-auto">
      <EmptyState
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
      <Written serverId={serverId} agentId={agentId} />
    </div>
  );
}

function Written(ref: AgentRef) {
  const drafts = useDraftsOf(ref);
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="written-heading" className="w-full max-w-xl px-4 pb-8">
      <h2 id="written-heading" className="mb-2 font-semibold">
        What you had written for it
      </h2>
      <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
        {drafts.map(({ name, text }) => (
          <li key={name} className="flex items-start gap-3 px-3 py-2">
            <p className="line-clamp-3 min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap">{text}</p>
            <CopyButton text={text} showLabel />
          </li>
        ))}
      </ul>
    </section>
  );
}
