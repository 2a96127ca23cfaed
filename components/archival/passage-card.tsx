'use client';

import { useMutation } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Retrieval } from '#lib/archival/read-search-returns.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type ArchivalPassage, deletePassageMutation, type PassageHome } from '#lib/letta/passages.ts';
import { RetrievalLink } from './retrieval-link.tsx';

const EditPassageDialog = lazyComponent(() =>
  import('./edit-passage-dialog.tsx').then((module) => module.EditPassageDialog),
);

interface PassageCardProps {
  home: PassageHome;
  passage: ArchivalPassage;
  /** Its place among what was found; null where the list is by date. */
  rank: number | null;
  isChosen?: boolean;
  /** Absent where nothing can be done with several. */
  onChoose?: (passageId: string, isOn: boolean) => void;
  /** The archive it is in, where the list is of several. */
  archiveName?: string | undefined;
  /** How often the open agent was given it, as far as that is known. */
  retrieval?: Retrieval | undefined;
  onTag: (tag: string) => void;
}

/** One archival memory. Of hundreds, only those that changed are drawn again while one types a search. */
export const PassageCard = memo(function PassageCard({ home, passage, rank, onTag, ...props }: PassageCardProps) {
  const { isChosen = false, onChoose, archiveName, retrieval } = props;
  const [isEditing, setEditing] = useState(false);
  const remove = useMutation(deletePassageMutation(home));
  const [isConfirming, setConfirming] = useState(false);
  return (
    <li className="rounded-md border border-border bg-surface px-3 py-2 [contain-intrinsic-block-size:auto_4rem] [content-visibility:auto]">
      <p dir="auto" className="wrap-anywhere max-h-40 overflow-y-auto whitespace-pre-wrap">
        {passage.text}
      </p>
      <div className="mt-1 flex flex-wrap items-center gap-1.5 text-faint text-xs">
        {onChoose ? (
          <Checkbox
            label="Choose this memory"
            labelHidden
            checked={isChosen}
            onCheckedChange={(isOn) => onChoose(passage.id, isOn)}
          />
        ) : null}
        {rank === null ? null : <span className="tabular">no. {rank}</span>}
        <RelativeTime date={passage.createdAt} />
        {archiveName ? <span className="min-w-0 truncate">in {archiveName}</span> : null}
        {passage.tags.map((tag) => (
          <button
            key={tag}
            type="button"
            onClick={() => onTag(tag)}
            aria-label={`Only tagged ${tag}`}
            className="min-h-6 rounded-sm"
          >
            <Badge>{tag}</Badge>
          </button>
        ))}
        <span className="ml-auto flex">
          <CopyButton text={passage.id} label="Copy id" />
          <IconButton label="Edit memory" icon={<Pencil />} onClick={() => setEditing(true)} />
          <IconButton label="Delete memory" icon={<Trash2 />} onClick={() => setConfirming(true)} />
        </span>
      </div>
      {retrieval ? <RetrievalLink retrieval={retrieval} /> : null}
      {isEditing ? <EditPassageDialog home={home} passage={passage} onClose={() => setEditing(false)} /> : null}
      {isConfirming ? (
        <ConfirmDialog
          onClose={() => setConfirming(false)}
          title="Delete this memory?"
          description="It is gone for good: the agent cannot find it any more."
          confirmLabel="Delete memory"
          describeError={describeFailure}
          onConfirm={() => remove.mutateAsync(passage.id)}
        >
          <p className="line-clamp-4 rounded-md bg-surface-sunken p-2 text-sm">{passage.text}</p>
        </ConfirmDialog>
      ) : null}
    </li>
  );
});
