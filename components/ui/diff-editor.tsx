'use client';

import { cn } from '#lib/cn.ts';
import type { DiffEditorSurfaceProps } from './diff-editor-surface.tsx';
import { lazyComponent } from './lazy-component.tsx';

const Surface = lazyComponent<DiffEditorSurfaceProps>(
  () => import('./diff-editor-surface.tsx').then((module) => module.DiffEditorSurface),
  () => <p className="p-3 text-faint text-sm">Comparing…</p>,
);

/** Two texts side by side, or one under the other where there is no room. For long texts; short ones: InlineDiff. */
export function DiffEditor({ className, ...surface }: DiffEditorSurfaceProps & { className?: string }) {
  return (
    <div className={cn('min-h-0 overflow-hidden rounded-md border border-border bg-surface-sunken', className)}>
      <Surface {...surface} />
    </div>
  );
}
