'use client';

import { lazy, Suspense } from 'react';
import { cn } from '#lib/cn.ts';
import type { DiffEditorSurfaceProps } from './diff-editor-surface.tsx';

const Surface = lazy(() =>
  import('./diff-editor-surface.tsx').then((module) => ({ default: module.DiffEditorSurface })),
);

/** Two texts side by side, or one under the other where there is no room. For long texts; short ones: InlineDiff. */
export function DiffEditor({ className, ...surface }: DiffEditorSurfaceProps & { className?: string }) {
  return (
    <div className={cn('min-h-0 overflow-hidden rounded-md border border-border bg-surface-sunken', className)}>
      <Suspense fallback={<p className="p-3 text-faint text-sm">Comparing…</p>}>
        <Surface {...surface} />
      </Suspense>
    </div>
  );
}
