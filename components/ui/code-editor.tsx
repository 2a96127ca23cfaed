'use client';

import { cn } from '#lib/cn.ts';
import type { CodeEditorSurfaceProps } from './code-editor-surface.tsx';
import { lazyComponent } from './lazy-component.tsx';

export type CodeEditorProps = CodeEditorSurfaceProps & { className?: string };

// Monaco is a megabyte: it is fetched when the first editor is shown.
const Surface = lazyComponent<CodeEditorSurfaceProps>(
  () => import('./code-editor-surface.tsx').then((module) => module.CodeEditorSurface),
  ({ value }) => (
    <pre aria-busy className="wrap-anywhere h-full overflow-auto whitespace-pre-wrap p-3 font-mono text-muted text-sm">
      {value}
    </pre>
  ),
);

/** A text editor for prompts and code. Until it is loaded the text can be read. */
export function CodeEditor({ className, ...surface }: CodeEditorProps) {
  return (
    <div className={cn('min-h-0 overflow-hidden rounded-md border border-border bg-surface-sunken', className)}>
      <Surface {...surface} />
    </div>
  );
}
