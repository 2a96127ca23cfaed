'use client';

import { GitMerge } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { InlineDiff } from '#components/ui/inline-diff.tsx';

interface BlockConflictProps {
  /** What the edit started from. */
  base: string;
  /** What the block holds now. */
  theirs: string;
  /** What was typed. */
  mine: string;
  busy: boolean;
  /** Why the typed text cannot be saved as it is. */
  whyNotMine: string | undefined;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  /** Puts both into the editor, to be made into one text by hand. */
  onMerge: (merged: string) => void;
}

/** The block was changed by somebody else while it was being edited: both changes, side by side, and the ways out. */
export function BlockConflict({
  base,
  theirs,
  mine,
  busy,
  whyNotMine,
  onKeepMine,
  onTakeTheirs,
  onMerge,
}: BlockConflictProps) {
  return (
    <div
      role="alert"
      aria-label="Conflict"
      className="flex flex-col gap-2.5 rounded-md border border-warning/40 bg-warning-soft p-3"
    >
      <p className="flex items-center gap-1.5 font-medium">
        <GitMerge className="size-4 text-warning" />
        This block changed while you were editing it
      </p>
      <div className="grid gap-2 sm:grid-cols-2">
        <Side title="Now in the block" before={base} after={theirs} />
        <Side title="Your text" before={base} after={mine} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="primary" busy={busy} disabledReason={whyNotMine} onClick={onKeepMine}>
          Keep mine
        </Button>
        <Button size="sm" onClick={onTakeTheirs}>
          Take theirs
        </Button>
        <Button size="sm" onClick={() => onMerge(`${theirs}\n${mine}`)}>
          Edit both together
        </Button>
      </div>
    </div>
  );
}

function Side({ title, before, after }: { title: string; before: string; after: string }) {
  return (
    <div className="min-w-0 rounded-md border border-border bg-surface p-2">
      <p className="pb-1 text-faint text-xs">{title}</p>
      <InlineDiff before={before} after={after} className="max-h-48 overflow-y-auto" />
    </div>
  );
}
