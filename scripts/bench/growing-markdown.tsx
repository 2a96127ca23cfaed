import { useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { MarkdownBlocks } from '#components/ui/markdown-blocks.tsx';

declare global {
  interface Window {
    /** Draws a text that grows piece by piece; resolves with the milliseconds of script each piece took. */
    growMarkdown(text: string, piece: number, renderer: 'blocks' | 'whole'): Promise<number[]>;
  }
}

/** The product waits this many times the last drawing before the next: waiting as long, every piece is drawn at once. */
const PAUSE = 5;
const PLUGINS = [remarkGfm];

let grow: (text: string) => void = () => undefined;

function Message({ renderer }: { renderer: 'blocks' | 'whole' }) {
  const [text, setText] = useState('');
  grow = setText;
  return renderer === 'blocks' ? (
    <MarkdownBlocks text={text} />
  ) : (
    <ReactMarkdown remarkPlugins={PLUGINS}>{text}</ReactMarkdown>
  );
}

window.growMarkdown = async (text, piece, renderer) => {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  flushSync(() => root.render(<Message renderer={renderer} />));
  const costs: number[] = [];
  for (let end = piece; end <= text.length; end += piece) {
    const begun = performance.now();
    flushSync(() => grow(text.slice(0, end)));
    const cost = performance.now() - begun;
    costs.push(cost);
    await new Promise((resolve) => setTimeout(resolve, cost * PAUSE));
  }
  root.unmount();
  container.remove();
  return costs;
};
