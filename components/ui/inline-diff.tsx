'use client';

import { cn } from '#lib/cn.ts';
import { lazyComponent } from './lazy-component.tsx';

export type InlineDiffProps = {
  before: string;
  after: string;
  mono?: boolean;
  className?: string;
};

const WordDiff = lazyComponent<{ before: string; after: string }>(
  () => import('./word-diff.tsx').then((module) => module.WordDiff),
  ({ after }) => <span className="text-faint">{after}</span>,
);

/** What was added and removed, word by word. For texts of a few thousand characters; beyond that, use an editor. */
export function InlineDiff({ before, after, mono, className }: InlineDiffProps) {
  return (
    <div className={cn('wrap-anywhere whitespace-pre-wrap', mono && 'font-mono text-sm', className)}>
      <WordDiff before={before} after={after} />
    </div>
  );
}
