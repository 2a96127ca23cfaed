'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Download, FolderInput, Trash2 } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import type { Retrieval } from '#lib/archival/read-search-returns.ts';
import { toMemoriesFile } from '#lib/archival/to-memories-file.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type ArchivalPassage, deletePassage, type PassageHome, refreshPassages } from '#lib/letta/passages.ts';
import { MovePassagesDialog } from './move-passages-dialog.tsx';
import { PassageCard } from './passage-card.tsx';

/** As many as the panel shows; the rest is drawn when these are there. */
const FIRST_CARDS = 8;

interface PassageListProps {
  label: string;
  home: PassageHome;
  passages: ArchivalPassage[];
  /** In order of fitness: the server gives no score, only the order. */
  isRanked?: boolean;
  retrievals?: ReadonlyMap<string, Retrieval> | undefined;
  onTag: (tag: string) => void;
}

/** Memories, of which several can be chosen to be deleted or exported together. */
export function PassageList({ label, home, passages, isRanked = false, retrievals, onTag }: PassageListProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const picked = passages.filter((passage) => chosen.has(passage.id));
  const drawn = useDeferredValue(passages, passages.slice(0, FIRST_CARDS));
  // The same function for every card and every time, so that cards which did not change are not drawn again.
  const choose = useCallback((id: string, isOn: boolean) => {
    setChosen((before) => {
      const next = new Set(before);
      if (isOn) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  if (passages.length === 0) {
    return (
      <p className="py-2 text-muted" role="status">
        No memory loaded so far is like that.
      </p>
    );
  }
  return (
    <>
      <div className="flex min-h-7 flex-wrap items-center gap-2 text-sm">
        <Checkbox
          label={picked.length === 0 ? 'Choose all' : `${picked.length} chosen`}
          checked={picked.length === passages.length}
          indeterminate={picked.length > 0 && picked.length < passages.length}
          onCheckedChange={(isOn) => setChosen(new Set(isOn ? passages.map(({ id }) => id) : []))}
        />
        {picked.length > 0 ? <ChosenActions home={home} passages={picked} onDone={() => setChosen(new Set())} /> : null}
      </div>
      <ul aria-label={label} className="flex flex-col gap-2">
        {drawn.map((passage, index) => (
          <PassageCard
            key={passage.id}
            passage={passage}
            rank={isRanked ? index + 1 : null}
            home={home}
            isChosen={chosen.has(passage.id)}
            onChoose={choose}
            retrieval={retrievals?.get(passage.id)}
            onTag={onTag}
          />
        ))}
      </ul>
    </>
  );
}

interface ChosenActionsProps {
  home: PassageHome;
  passages: ArchivalPassage[];
  onDone: () => void;
}

function ChosenActions({ home, passages, onDone }: ChosenActionsProps) {
  const client = useQueryClient();
  const archives = useCapability(home.serverId, 'archives');
  const search = useCapability(home.serverId, 'passage-search');
  const [isConfirming, setConfirming] = useState(false);
  const [moving, setMoving] = useState<ArchivalPassage[] | null>(null);
  const [done, setDone] = useState(0);

  async function removeAll() {
    try {
      for (const [index, passage] of passages.entries()) {
        await deletePassage(home, passage.id);
        setDone(index + 1);
      }
      onDone();
    } finally {
      await refreshPassages(client, home);
      // Those that are gone are no longer among the chosen.
      setDone(0);
    }
  }

  return (
    <span className="ml-auto flex gap-1.5">
      <Button
        size="sm"
        icon={<Download />}
        onClick={() => saveFile('memories.json', toMemoriesFile(passages), 'application/json')}
      >
        Export
      </Button>
      <Button
        size="sm"
        icon={<FolderInput />}
        disabledReason={archives.offReason ?? search.offReason}
        onClick={() => setMoving(passages)}
      >
        Move…
      </Button>
      <Button size="sm" icon={<Trash2 />} onClick={() => setConfirming(true)}>
        Delete
      </Button>
      {moving ? <MovePassagesDialog home={home} passages={moving} onClose={() => setMoving(null)} /> : null}
      {isConfirming ? (
        <ConfirmDialog
          title={`Delete ${passages.length} memories?`}
          description="They are gone for good: the agent cannot find them any more."
          confirmLabel="Delete them"
          describeError={describeFailure}
          onConfirm={removeAll}
          onClose={() => setConfirming(false)}
        >
          {done > 0 ? (
            <p role="status">
              {done} of {passages.length} deleted
            </p>
          ) : null}
        </ConfirmDialog>
      ) : null}
    </span>
  );
}
