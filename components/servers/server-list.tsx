'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Download, Pencil, Plus, Server, Trash2, Upload } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type DotState, StatusDot } from '#components/ui/status-dot.tsx';
import { toConnectionsFile } from '#lib/letta/connections-file.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import {
  removeServerMutation,
  type ServerRecord,
  type ServerStatus,
  serverStatusQuery,
  serversQuery,
} from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';
import { ServerMark } from './server-mark.tsx';

const ServerDialog = lazyComponent(() => import('./server-dialog.tsx').then((module) => module.ServerDialog));

const ImportConnectionsDialog = lazyComponent(() =>
  import('./import-connections-dialog.tsx').then((module) => module.ImportConnectionsDialog),
);

type Dialog =
  | { is: 'add' }
  | { is: 'import' }
  | { is: 'edit'; server: ServerRecord }
  | { is: 'remove'; server: ServerRecord }
  | null;

const KINDS: Record<ServerRecord['kind'], string> = {
  embedded: 'built in',
  local: 'found on this machine',
  env: 'from the environment',
  saved: 'saved',
};

/** Every connection: how it is, and add, edit, remove. */
export function ServerList() {
  const query = useQuery(serversQuery());
  const remove = useMutation(removeServerMutation());
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  const hasSaved = query.data?.some(({ kind }) => kind === 'saved') ?? false;
  return (
    <section aria-labelledby="servers-heading" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="servers-heading" className="font-semibold text-lg">
          Servers
        </h2>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            variant="ghost"
            icon={<Download />}
            disabledReason={hasSaved ? undefined : 'No connection is saved yet'}
            onClick={() => saveFile('connections.json', toConnectionsFile(query.data ?? []), 'application/json')}
          >
            Export connections
          </Button>
          <Button size="sm" variant="ghost" icon={<Upload />} onClick={() => setDialog({ is: 'import' })}>
            Import…
          </Button>
          <Button size="sm" icon={<Plus />} onClick={() => setDialog({ is: 'add' })}>
            Add a server
          </Button>
        </div>
      </div>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={4} />}>
        {(servers) => (
          <ul
            aria-label="Servers"
            className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-surface"
          >
            {servers.map((server) => (
              <ServerRow
                key={server.id}
                server={server}
                onEdit={() => setDialog({ is: 'edit', server })}
                onRemove={() => setDialog({ is: 'remove', server })}
              />
            ))}
          </ul>
        )}
      </QueryView>
      {dialog?.is === 'add' ? <ServerDialog server={null} onClose={close} /> : null}
      {dialog?.is === 'import' ? <ImportConnectionsDialog onClose={close} /> : null}
      {dialog?.is === 'edit' ? <ServerDialog server={dialog.server} onClose={close} /> : null}
      {dialog?.is === 'remove' ? (
        <ConfirmDialog
          onClose={close}
          title={`Remove ${dialog.server.name}?`}
          description="Its address and key are forgotten here. Nothing on that server changes."
          confirmLabel="Remove server"
          describeError={describeFailure}
          onConfirm={() => remove.mutateAsync(dialog.server.id)}
        />
      ) : null}
    </section>
  );
}

function ServerRow({ server, onEdit, onRemove }: { server: ServerRecord; onEdit: () => void; onRemove: () => void }) {
  const status = useQuery(serverStatusQuery(server.id));
  return (
    <li className="flex items-center gap-3 px-4 py-3" aria-label={server.name}>
      {server.color ? <ServerMark color={server.color} /> : null}
      <Server className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <Link href={routes.agents(server.id)} className="truncate font-medium hover:underline">
            {server.name}
          </Link>
          <Badge>{KINDS[server.kind]}</Badge>
          {server.hasKey ? <Badge>key saved</Badge> : null}
          {server.certificate ? <Badge>certificate trusted</Badge> : null}
        </p>
        <p className="truncate font-mono text-faint text-sm">
          {server.kind === 'embedded' ? 'in this process' : server.url}
        </p>
        <StatusLine status={status.data} />
        <Link href={routes.connection(server.id)} prefetch={false} className="text-accent-text text-sm hover:underline">
          Check the connection
        </Link>
      </div>
      {server.editable ? (
        <>
          <IconButton label={`Edit ${server.name}`} icon={<Pencil />} onClick={onEdit} />
          <IconButton label={`Remove ${server.name}`} icon={<Trash2 />} onClick={onRemove} />
        </>
      ) : null}
    </li>
  );
}

function StatusLine({ status }: { status: ServerStatus | undefined }) {
  const state: DotState = status ? (status.ok ? 'ok' : 'down') : 'busy';
  const text = status
    ? status.ok
      ? `Letta ${status.version} · ${status.latencyMs} ms`
      : `${status.message} ${status.next}`
    : 'Checking…';
  return (
    <p role="status" className="flex items-center gap-1.5 text-muted text-sm">
      <StatusDot state={state} />
      <span className="min-w-0">{text}</span>
    </p>
  );
}
