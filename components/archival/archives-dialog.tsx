'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Archive as ArchiveIcon, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatNumber } from '#lib/format.ts';
import { type Archive, agentArchiveQuery, archivesQuery, chooseArchiveMutation } from '#lib/letta/archives.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { ArchivePassagesDialog } from './archive-passages-dialog.tsx';
import { ArchiveRow } from './archive-row.tsx';
import { DeleteArchiveDialog } from './delete-archive-dialog.tsx';
import { EditArchiveDialog } from './edit-archive-dialog.tsx';
import { MovePassagesDialog } from './move-passages-dialog.tsx';
import { SearchArchivesDialog } from './search-archives-dialog.tsx';

/** As many rows as ask who uses them. */
const SHOWN = 50;

/** The archives of the server: which one this agent uses, and what can be done with each. */
export function ArchivesDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const { usable } = useCapability(ref.serverId, 'archives');
  const whyNotSearch = useCapability(ref.serverId, 'passage-search').offReason;
  const archives = useQuery({ ...archivesQuery(ref.serverId), enabled: usable });
  const own = useQuery({ ...agentArchiveQuery(ref), enabled: usable });
  const choose = useMutation(chooseArchiveMutation(ref));
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useState<Opened | null>(null);
  const wanted = search.trim().toLowerCase();
  const shown = archives.data?.filter(({ name }) => name.toLowerCase().includes(wanted));
  const current = own.data ?? null;
  return (
    <Dialog
      onClose={onClose}
      title="Archives"
      description="An archive holds memories. An agent uses one; several agents can share it. What is in it stays when an agent leaves it."
    >
      <div className="flex min-h-64 flex-col gap-3">
        <div className="flex flex-wrap gap-2">
          <SearchField
            label="Search archives by name"
            placeholder="Search by name"
            value={search}
            onValueChange={setSearch}
            className="min-w-40 flex-1"
          />
          <Button icon={<Search />} disabledReason={whyNotSearch} onClick={() => setOpened({ is: 'search' })}>
            Search memories
          </Button>
          <Button icon={<Plus />} onClick={() => setOpened({ is: 'edit', archive: null })}>
            New archive
          </Button>
        </div>
        {choose.error ? <ErrorNote {...describeFailure(choose.error)} /> : null}
        {own.error ? <ErrorNote {...describeFailure(own.error)} /> : null}
        <QueryView
          query={{ ...archives, data: shown }}
          describeError={describeFailure}
          skeleton={<Skeleton lines={4} />}
          empty={
            wanted ? (
              <p role="status" className="py-2 text-muted">
                No archive is called “{search}”.
              </p>
            ) : (
              <EmptyState
                icon={<ArchiveIcon />}
                title="No archive yet"
                text="An agent gets one with its first memory, or make one to be shared."
              />
            )
          }
        >
          {(rows) => (
            <>
              {rows.length > SHOWN ? (
                <p role="status" className="text-muted text-sm">
                  The newest {SHOWN} of {formatNumber(rows.length)}: search for others by name.
                </p>
              ) : null}
              <ul className="divide-y divide-border" aria-label="Archives">
                {rows.slice(0, SHOWN).map((archive) => (
                  <ArchiveRow
                    key={archive.id}
                    serverId={ref.serverId}
                    archive={archive}
                    isOwn={archive.id === current?.id}
                    busy={choose.isPending || own.isPending}
                    onUse={() => choose.mutate({ from: current, to: archive })}
                    onLeave={() => choose.mutate({ from: archive, to: null })}
                    onOpen={() => setOpened({ is: 'memories', archive })}
                    onMoveAll={() => setOpened({ is: 'move', archive })}
                    onEdit={() => setOpened({ is: 'edit', archive })}
                    onDelete={() => setOpened({ is: 'delete', archive })}
                  />
                ))}
              </ul>
            </>
          )}
        </QueryView>
      </div>
      {opened ? <OpenedDialog opened={opened} onClose={() => setOpened(null)} /> : null}
    </Dialog>
  );
}

type Opened =
  | { is: 'search' }
  | { is: 'edit'; archive: Archive | null }
  | { is: 'memories' | 'move' | 'delete'; archive: Archive };

function OpenedDialog({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const { serverId } = useAgentRef();
  switch (opened.is) {
    case 'search':
      return <SearchArchivesDialog onClose={onClose} />;
    case 'edit':
      return <EditArchiveDialog archive={opened.archive} onClose={onClose} />;
    case 'memories':
      return <ArchivePassagesDialog archive={opened.archive} onClose={onClose} />;
    case 'move':
      return <MovePassagesDialog home={{ serverId, archiveId: opened.archive.id }} passages="all" onClose={onClose} />;
    case 'delete':
      return <DeleteArchiveDialog archive={opened.archive} onClose={onClose} />;
  }
}
