'use client';

import { lazy, Suspense } from 'react';
import { cn } from '#lib/cn.ts';

export type InlineDiffProps = {
  before: string;
  after: string;
  mono?: boolean;
  className?: string;
};

const WordDiff = lazy(() => import('./word-diff.tsx').then((module) => ({ default: module.WordDiff })));

/** What was added and removed, word by word. For texts of a few thousand characters; beyond that, use an editor. */
export function InlineDiff({ before, after, mono, className }: InlineDiffProps) {
  return (
    <div className={cn('wrap-anywhere whitespace-pre-wrap', mono && 'font-mono text-sm', className)}>
      <Suspense fallback={<span className="text-faint">{after}</span>}>
        <WordDiff before={before} after={after} />
      </Suspense>
    </div>
  );
}
