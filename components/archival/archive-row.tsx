'use client';

import { useQuery } from '@tanstack/react-query';
import { Ellipsis, FolderInput, List, Pencil, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Fragment } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { type Archive, archiveAgentsQuery } from '#lib/letta/archives.ts';
import { routes } from '#lib/routes.ts';

interface ArchiveRowProps {
  serverId: string;
  archive: Archive;
  isOwn: boolean;
  busy: boolean;
  onUse: () => void;
  onLeave: () => void;
  onOpen: () => void;
  onMoveAll: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** One archive: what it is, who uses it, and whether this agent does. */
export function ArchiveRow({ serverId, archive, isOwn, busy, ...on }: ArchiveRowProps) {
  const whyNotMove = useCapability(serverId, 'passage-search').offReason;
  const agents = useQuery({ ...archiveAgentsQuery(serverId, archive.id), staleTime: 30_000 });
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2">
          <button
            type="button"
            aria-label={`Memories in ${archive.name}`}
            onClick={on.onOpen}
            className="min-h-6 truncate rounded-sm font-medium underline decoration-border underline-offset-2 hover:decoration-current"
          >
            {archive.name}
          </button>
          {isOwn ? <Badge tone="accent">used here</Badge> : null}
          {archive.vector_db_provider && archive.vector_db_provider !== 'native' ? (
            <Badge>{archive.vector_db_provider}</Badge>
          ) : null}
        </p>
        {archive.description ? <p className="truncate text-muted text-sm">{archive.description}</p> : null}
        <Users serverId={serverId} agents={agents.data} />
      </div>
      <Button
        size="sm"
        busy={busy}
        aria-label={isOwn ? `Stop using ${archive.name}` : `Use ${archive.name}`}
        onClick={isOwn ? on.onLeave : on.onUse}
      >
        {isOwn ? 'Detach' : 'Use'}
      </Button>
      <Menu
        label={`Actions for ${archive.name}`}
        align="end"
        items={[
          { id: 'open', label: 'Memories…', icon: <List />, onSelect: on.onOpen },
          {
            id: 'move',
            label: 'Move all memories…',
            icon: <FolderInput />,
            disabledReason: whyNotMove,
            onSelect: on.onMoveAll,
          },
          { id: 'edit', label: 'Edit…', icon: <Pencil />, onSelect: on.onEdit },
          { id: 'delete', label: 'Delete archive…', icon: <Trash2 />, danger: true, onSelect: on.onDelete },
        ]}
        trigger={(props) => <IconButton {...props} label={`Actions for ${archive.name}`} icon={<Ellipsis />} />}
      />
    </li>
  );
}

function Users({ serverId, agents }: { serverId: string; agents: { id: string; name: string }[] | undefined }) {
  return (
    <p className="wrap-anywhere text-faint text-sm">
      {agents ? (agents.length === 0 ? 'No agent uses it' : 'Used by ') : 'Who uses it is not known yet'}
      {agents?.map(({ id, name }, index) => (
        <Fragment key={id}>
          {index > 0 ? ', ' : ''}
          <Link href={routes.agent(serverId, id)} prefetch={false} className="underline">
            {name}
          </Link>
        </Fragment>
      ))}
    </p>
  );
}
