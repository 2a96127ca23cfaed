'use client';

import type { Change } from 'diff';
import { textChanges } from '#lib/text-changes.ts';

/** The half of InlineDiff that needs the diff library. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const changes = textChanges(before, after);
  if (changes.every((change) => !change.added && !change.removed)) {
    return <span className="text-faint">No difference</span>;
  }
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one diff have no other identity
  return changes.map((change, index) => <Part key={index} change={change} />);
}

function Part({ change }: { change: Change }) {
  if (change.added) {
    return (
      <ins className="rounded-[2px] bg-success-soft text-success underline decoration-1 underline-offset-2">
        <span className="sr-only">[added: </span>
        {change.value}
        <span className="sr-only">]</span>
      </ins>
    );
  }
  if (change.removed) {
    return (
      <del className="rounded-[2px] bg-danger-soft text-danger line-through decoration-1">
        <span className="sr-only">[removed: </span>
        {change.value}
        <span className="sr-only">]</span>
      </del>
    );
  }
  return <span>{change.value}</span>;
}
