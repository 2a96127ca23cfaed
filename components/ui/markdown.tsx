'use client';

import { cn } from '#lib/cn.ts';
import { lazyComponent } from './lazy-component.tsx';

const Blocks = lazyComponent<{ text: string }>(
  () => import('./markdown-blocks.tsx').then((module) => module.MarkdownBlocks),
  ({ text }) => <p className="whitespace-pre-wrap">{text}</p>,
);

interface MarkdownProps {
  text: string;
  /** The text grows many times a second. */
  isGrowing?: boolean;
}

/** Untrusted Markdown: no HTML, no remote images. Until the renderer is loaded the text is shown as it is. */
export function Markdown({ text, isGrowing = false }: MarkdownProps) {
  return (
    <div dir="auto" className={cn('markdown wrap-anywhere min-w-0', isGrowing && 'markdown-growing')}>
      <Blocks text={text} />
    </div>
  );
}
