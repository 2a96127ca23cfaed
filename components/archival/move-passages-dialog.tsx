'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatNumber } from '#lib/format.ts';
import { agentArchiveQuery, archivesQuery } from '#lib/letta/archives.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { countUnsettled, type Move, movePassages } from '#lib/letta/move-passages.ts';
import { type ArchivalPassage, type PassageHome, refreshPassages } from '#lib/letta/passages.ts';

interface MovePassagesDialogProps {
  home: PassageHome;
  passages: ArchivalPassage[] | 'all';
  onClose: () => void;
}

/** Moves memories to another archive, one by one. It can be stopped, and goes on where it stopped. */
export function MovePassagesDialog({ home, passages, onClose }: MovePassagesDialogProps) {
  const ref = useAgentRef();
  const client = useQueryClient();
  const archives = useQuery(archivesQuery(home.serverId));
  const own = useQuery(agentArchiveQuery(ref));
  const from = 'archiveId' in home ? home.archiveId : own.data?.id;
  const [chosen, setChosen] = useState('');
  const [left, setLeft] = useState(passages);
  const [done, setDone] = useState(0);
  const [hasBegun, setBegun] = useState(false);
  const isStopped = useRef(false);
  const targets = archives.data?.filter(({ id }) => id !== from) ?? [];
  const move = from && chosen ? { serverId: home.serverId, from, to: chosen, passages: left } : null;
  const unsettled = move && hasBegun ? countUnsettled(move) : 0;

  async function run({ passages: wanted, ...between }: Move) {
    isStopped.current = false;
    setBegun(true);
    let count = 0;
    try {
      await movePassages(
        { ...between, passages: wanted },
        {
          onCount: (moved) => {
            count = moved;
            setDone(done + moved);
          },
          isStopped: () => isStopped.current,
        },
      );
    } finally {
      if (wanted !== 'all') setLeft(wanted.slice(count));
      await refreshPassages(client, home);
    }
  }

  return (
    <FormDialog
      title={
        passages === 'all'
          ? 'Move all memories'
          : `Move ${passages.length === 1 ? '1 memory' : `${passages.length} memories`}`
      }
      description="Letta cannot move a memory: each is added to the other archive with its date, tags and metadata, and deleted here once the server has confirmed the copy. It gets another id. Agents that do not use the other archive find it no more."
      submitLabel={hasBegun ? 'Go on' : 'Move'}
      disabledReason={whyNotMove({ targets: archives.data ? targets.length : null, hasTarget: move !== null })}
      describeError={describeFailure}
      onSubmit={async () => {
        if (move) await run(move);
      }}
      onClose={() => {
        isStopped.current = true;
        onClose();
      }}
    >
      <QueryView
        query={{ ...archives, data: archives.data && targets }}
        describeError={describeFailure}
        skeleton={<Skeleton lines={2} />}
        empty={<p role="status">There is no other archive yet. Make one under Archives, then move.</p>}
      >
        {(list) => (
          <SelectField
            label="To"
            value={chosen}
            onValueChange={setChosen}
            disabled={hasBegun}
            placeholder="Choose an archive"
            options={list.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </QueryView>
      {hasBegun ? (
        <div className="flex flex-col gap-2">
          <p role="status" className="tabular text-sm">
            {passages === 'all'
              ? `${formatNumber(done)} moved`
              : `${formatNumber(done)} of ${formatNumber(passages.length)} moved`}
          </p>
          {passages === 'all' ? null : (
            <progress value={done} max={passages.length} aria-label="Move" className="w-full" />
          )}
          {unsettled > 0 ? (
            <p className="text-muted text-sm">
              {unsettled === 1 ? 'One memory' : `${unsettled} memories`} may be in both archives now. Nothing is lost:
              Go on looks, and finishes without a second copy.
            </p>
          ) : null}
        </div>
      ) : null}
    </FormDialog>
  );
}

function whyNotMove({ targets, hasTarget }: { targets: number | null; hasTarget: boolean }): string | undefined {
  if (targets === null) return 'The archives are not loaded yet';
  if (targets === 0) return 'There is no other archive';
  return hasTarget ? undefined : 'Choose an archive first';
}
