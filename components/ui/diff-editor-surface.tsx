'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import { monaco } from '#lib/monaco/load-monaco.ts';

export interface DiffEditorSurfaceProps {
  /** The accessible name. */
  label: string;
  before: string;
  after: string;
  language: 'markdown' | 'python' | 'json' | 'plaintext';
}

/** The outside system: a Monaco diff editor, made anew for each pair of texts. */
export function DiffEditorSurface({ label, before, after, language }: DiffEditorSurfaceProps) {
  const host = useRef<HTMLDivElement>(null);
  const { resolvedTheme } = useTheme();
  const theme = resolvedTheme === 'dark' ? 'vs-dark' : 'vs';

  useEffect(() => {
    if (!host.current) return;
    const editor = monaco.editor.createDiffEditor(host.current, {
      readOnly: true,
      originalEditable: false,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      automaticLayout: true,
      minimap: { enabled: false },
      lineNumbersMinChars: 3,
      glyphMargin: false,
      wordWrap: 'on',
      diffWordWrap: 'on',
      scrollBeyondLastLine: false,
      fontSize: 12,
      lineHeight: 18,
      tabFocusMode: true,
      renderFinalNewline: 'on',
      unicodeHighlight: { invisibleCharacters: true, ambiguousCharacters: true },
      hideUnchangedRegions: { enabled: true },
    });
    editor.getOriginalEditor().updateOptions({ ariaLabel: `${label}, before` });
    editor.getModifiedEditor().updateOptions({ ariaLabel: `${label}, after` });
    const original = monaco.editor.createModel(before, language);
    const modified = monaco.editor.createModel(after, language);
    const comparison = editor.createViewModel({ original, modified });
    editor.setModel(comparison);
    return () => {
      editor.dispose();
      // Ends the comparison under way: without its texts it would fail, and nobody would catch that.
      comparison.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [label, before, after, language]);

  useEffect(() => monaco.editor.setTheme(theme), [theme]);

  return <div ref={host} data-testid="diff-editor" className="h-full w-full" />;
}
