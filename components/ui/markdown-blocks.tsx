'use client';

import { memo, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './code-block.tsx';
import { ImageChip } from './image-chip.tsx';
import { markInvisibles } from './mark-invisibles.ts';
import { createBlockSplitter } from './split-blocks.ts';
import { UntrustedLink } from './untrusted-link.tsx';
import { useAdaptiveText } from './use-adaptive-text.ts';

const components: Components = {
  img: ({ alt, src }) => <ImageChip alt={alt ?? ''} src={typeof src === 'string' ? src : ''} />,
  a: ({ href, children }) => <UntrustedLink href={href ?? ''}>{children}</UntrustedLink>,
  input: ({ checked }) => (
    <input type="checkbox" checked={checked ?? false} disabled aria-label={checked ? 'Done' : 'To do'} />
  ),
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

/** Markdown cut into its blocks: while a message streams only the last ones are parsed and drawn again. */
export function MarkdownBlocks({ text }: { text: string }) {
  const shown = useAdaptiveText(text);
  const [split] = useState(createBlockSplitter);
  // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever appended to
  return split(shown).map((source, index) => <MarkdownBlock key={index} source={source} />);
}

const MarkdownBlock = memo(function MarkdownBlock({ source }: { source: string }) {
  return (
    // The addresses are judged by what shows them: nothing here leads or loads anywhere by itself.
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      rehypePlugins={[markInvisibles]}
      components={components}
      skipHtml
      urlTransform={(url) => url}
    >
      {source}
    </ReactMarkdown>
  );
});
