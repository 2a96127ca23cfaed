'use client';

import { useTheme } from 'next-themes';
import { useRef } from 'react';
import { type EditorOptions, useMonaco } from './use-monaco.ts';

export type CodeEditorSurfaceProps = EditorOptions;

/** The editor itself; `CodeEditor` loads it. */
export function CodeEditorSurface(options: CodeEditorSurfaceProps) {
  const host = useRef<HTMLDivElement>(null);
  const { resolvedTheme } = useTheme();
  useMonaco(host, options, resolvedTheme === 'dark' ? 'vs-dark' : 'vs');
  return <div ref={host} data-testid="code-editor" className="h-full w-full" />;
}
