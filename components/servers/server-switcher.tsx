'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, ChevronsUpDown, Plus, Server, Stethoscope } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { type DotState, StatusDot } from '#components/ui/status-dot.tsx';
import { useCommands } from '#components/ui/use-commands.ts';
import { type ServerRecord, type ServerStatus, serverStatusQuery, serversQuery } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';
import { ServerMark } from './server-mark.tsx';
import { SERVER_PAGES } from './server-pages.ts';

const ServerDialog = lazyComponent(() => import('./server-dialog.tsx').then((module) => module.ServerDialog));

/** The server one is on, how it is, and the way to another. */
export function ServerSwitcher({ serverId }: { serverId: string }) {
  const router = useRouter();
  const servers = useQuery(serversQuery());
  const status = useQuery(serverStatusQuery(serverId));
  const [isAdding, setAdding] = useState(false);
  const list = servers.data ?? [];
  const current = list.find((server) => server.id === serverId);
  const hasColors = list.some(({ color }) => color !== undefined);
  const goTo = (id: string) => router.push(routes.agents(id));
  // Apart from the servers, which are known later: what is registered last stands first in the menu.
  useCommands(
    SERVER_PAGES.map(({ id, command, icon: Icon, href }) => ({
      id: `page-${id}`,
      label: command,
      group: 'This server',
      icon: <Icon />,
      run: () => router.push(href(serverId)),
    })),
  );
  useCommands(
    list.map((server) => ({
      id: `server-${server.id}`,
      label: `Go to ${server.name}`,
      group: 'Servers',
      icon: <Server />,
      run: () => goTo(server.id),
    })),
  );

  return (
    <>
      <Menu
        label="Servers"
        items={[
          ...list.map((server) => ({
            id: server.id,
            label: server.name,
            note: <ServerNote server={server} />,
            icon: (
              <>
                {hasColors ? <ServerMark color={server.color} /> : null}
                {server.id === serverId ? <Check /> : <Server />}
              </>
            ),
            onSelect: () => goTo(server.id),
          })),
          { id: 'separator', separator: true as const },
          {
            id: 'check',
            label: 'Check this connection',
            icon: <Stethoscope />,
            onSelect: () => router.push(routes.connection(serverId)),
          },
          { id: 'add', label: 'Add a server…', icon: <Plus />, onSelect: () => setAdding(true) },
        ]}
        trigger={(props) => (
          <Button
            {...props}
            variant="ghost"
            size="sm"
            aria-label={`Server: ${current?.name ?? serverId}${current?.color ? `, marked ${current.color}` : ''}. ${statusText(status.data)}`}
          >
            {current?.color ? <ServerMark color={current.color} /> : null}
            <StatusDot state={dotState(status.data)} />
            <span className="max-w-32 truncate sm:max-w-48">{current?.name ?? serverId}</span>
            <ChevronsUpDown className="text-faint" />
          </Button>
        )}
      />
      {isAdding ? (
        <ServerDialog server={null} onClose={() => setAdding(false)} onSaved={(server) => goTo(server.id)} />
      ) : null}
    </>
  );
}

/** Only an open menu shows it, so only then every server is asked. */
function ServerNote({ server }: { server: ServerRecord }) {
  const status = useQuery(serverStatusQuery(server.id));
  return (
    <>
      <span className="flex items-center gap-1.5">
        <StatusDot state={dotState(status.data)} />
        <span className="wrap-anywhere min-w-0">{statusText(status.data)}</span>
      </span>
      <span className="wrap-anywhere block">{server.kind === 'embedded' ? 'built in' : server.url}</span>
    </>
  );
}

function statusText(status: ServerStatus | undefined): string {
  if (!status) return 'Checking';
  return status.ok ? `Letta ${status.version}, ${status.latencyMs} ms` : status.message;
}

function dotState(status: ServerStatus | undefined): DotState {
  if (!status) return 'busy';
  return status.ok ? 'ok' : 'down';
}
