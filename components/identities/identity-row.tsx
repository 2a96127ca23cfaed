'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { UsedByButton } from '#components/session/used-by-button.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { type Identity, identityAgentsQuery, MOST_IDENTITY_AGENTS } from '#lib/letta/identities.ts';
import { routes } from '#lib/routes.ts';

/** One identity, and the ways to its agents. */
export function IdentityRow({ serverId, identity }: { serverId: string; identity: Identity }) {
  const [isShowingAgents, setShowingAgents] = useState(false);
  const agents = useQuery({ ...identityAgentsQuery(serverId, identity.id), enabled: isShowingAgents });
  const { id, name, identifier_key, identity_type, project_id } = identity;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2">
          <span className="wrap-anywhere min-w-0 font-medium">{name}</span>
          {identity_type ? <Badge>{identity_type}</Badge> : null}
        </p>
        <p className="wrap-anywhere font-mono text-muted text-sm">{identifier_key}</p>
        {project_id ? (
          <p className="wrap-anywhere text-faint text-sm">
            project <span className="font-mono">{project_id}</span>
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <UsedByButton
          serverId={serverId}
          name={name}
          description="They belong to this identity."
          query={agents}
          most={MOST_IDENTITY_AGENTS}
          isOpen={isShowingAgents}
          onOpenChange={setShowingAgents}
        />
        <ButtonLink size="sm" href={routes.agentsOfIdentity(serverId, id)} prefetch={false}>
          <span>
            Show in the agents list<span className="sr-only"> ({name})</span>
          </span>
        </ButtonLink>
      </div>
    </li>
  );
}
