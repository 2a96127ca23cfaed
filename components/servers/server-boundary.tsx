'use client';

import { useQuery } from '@tanstack/react-query';
import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { serversQuery } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';

/** Says so when the URL names a connection that does not exist, instead of letting every panel fail. */
export function ServerBoundary({ serverId, children }: { serverId: string; children: ReactNode }) {
  const servers = useQuery(serversQuery());
  const isUnknown = servers.data !== undefined && !servers.data.some((server) => server.id === serverId);
  // A local server may be found a moment later: it is asked for by itself.
  if (!isUnknown || serverId === 'local') return children;
  return (
    <EmptyState
      className="h-full"
      icon={<Unplug />}
      title="This connection does not exist any more"
      text="It was removed, or the link is from another machine."
      action={
        <>
          <ButtonLink href={routes.home()} variant="primary">
            Go home
          </ButtonLink>
          <ButtonLink href={routes.settings()}>Add a server</ButtonLink>
        </>
      }
    />
  );
}
