'use client';

import { lazy, Suspense } from 'react';
import { cn } from '#lib/cn.ts';
import type { CodeEditorSurfaceProps } from './code-editor-surface.tsx';
import { useIsClient } from './use-is-client.ts';

export type CodeEditorProps = CodeEditorSurfaceProps & { className?: string };

// Monaco is a megabyte: it is fetched when the first editor is shown.
const Surface = lazy(() =>
  import('./code-editor-surface.tsx').then((module) => ({ default: module.CodeEditorSurface })),
);

/** A text editor for prompts and code. Until it is loaded the text can be read. */
export function CodeEditor({ className, ...surface }: CodeEditorProps) {
  const isClient = useIsClient();
  const text = (
    <pre aria-busy className="wrap-anywhere h-full overflow-auto whitespace-pre-wrap p-3 font-mono text-muted text-sm">
      {surface.value}
    </pre>
  );
  return (
    <div className={cn('min-h-0 overflow-hidden rounded-md border border-border bg-surface-sunken', className)}>
      {/* The editor cannot be drawn on the server. */}
      {isClient ? (
        <Suspense fallback={text}>
          <Surface {...surface} />
        </Suspense>
      ) : (
        text
      )}
    </div>
  );
}
