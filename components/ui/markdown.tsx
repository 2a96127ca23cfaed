'use client';

import { lazy, Suspense } from 'react';

const Blocks = lazy(() => import('./markdown-blocks.tsx').then((module) => ({ default: module.MarkdownBlocks })));

/** Untrusted Markdown: no HTML, no remote images. Until the renderer is loaded the text is shown as it is. */
export function Markdown({ text }: { text: string }) {
  return (
    <div dir="auto" className="markdown wrap-anywhere min-w-0">
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <Blocks text={text} />
      </Suspense>
    </div>
  );
}
