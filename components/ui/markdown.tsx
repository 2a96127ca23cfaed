'use client';

import { lazy, Suspense } from 'react';
import { cn } from '#lib/cn.ts';

const Blocks = lazy(() => import('./markdown-blocks.tsx').then((module) => ({ default: module.MarkdownBlocks })));

interface MarkdownProps {
  text: string;
  /** The text grows many times a second. */
  isGrowing?: boolean;
}

/** Untrusted Markdown: no HTML, no remote images. Until the renderer is loaded the text is shown as it is. */
export function Markdown({ text, isGrowing = false }: MarkdownProps) {
  return (
    <div dir="auto" className={cn('markdown wrap-anywhere min-w-0', isGrowing && 'markdown-growing')}>
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Blocks text={text} />
      </Suspense>
    </div>
  );
}
