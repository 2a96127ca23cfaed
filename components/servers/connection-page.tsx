'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type ServerRecord, serverStatusQuery, serversQuery } from '#lib/letta/servers.ts';
import { CapabilityList } from './capability-list.tsx';
import { DoctorPanel } from './doctor-panel.tsx';

/** One connection: how it is, what is wrong with it, and what the server behind it offers. */
export function ConnectionPage({ serverId }: { serverId: string }) {
  const servers = useQuery(serversQuery());
  const status = useQuery(serverStatusQuery(serverId));
  const query = { ...servers, data: servers.data?.find(({ id }) => id === serverId) };
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-8 p-4 sm:p-6">
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={4} />}>
        {(server) => (
          <>
            <div className="flex flex-col gap-1">
              <h1 className="font-semibold text-xl">{server.name}</h1>
              <p className="wrap-anywhere font-mono text-muted text-sm">
                {server.kind === 'embedded' ? 'in this process' : server.url}
              </p>
              {status.data ? (
                <p role="status" className={status.data.ok ? 'text-muted' : 'text-danger'}>
                  {status.data.ok
                    ? `Letta ${status.data.version} · ${status.data.latencyMs} ms`
                    : `${status.data.message} ${status.data.next}`}
                </p>
              ) : null}
              {isSelfHosted(server) ? <SecurityNote secure={status.data?.ok ? status.data.secure : undefined} /> : null}
            </div>
            <DoctorPanel server={server} />
            <CapabilityList serverId={serverId} />
          </>
        )}
      </QueryView>
    </div>
  );
}

function isSelfHosted({ kind, url }: ServerRecord): boolean {
  return kind !== 'embedded' && !/(?:^|\.)letta\.com$/.test(new URL(url).hostname);
}

/** Letta has retired this generation of its server: nobody mends it, and an open one runs anybody's Python. */
function SecurityNote({ secure }: { secure: boolean | undefined }) {
  return (
    <p className="max-w-prose text-pretty text-faint text-sm">
      {secure === false
        ? 'It asks for no password: whoever reaches it can run Python on it. Set LETTA_SERVER_PASSWORD there, and keep its port off the network. '
        : ''}
      Letta ended the support of its 0.16 server in August 2026 and publishes no more security updates for it.
    </p>
  );
}
