'use client';

import { ImageOff } from 'lucide-react';
import { lexer } from 'marked';
import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

const SAFE_LINK = /^(?:https?:|mailto:|#)/i;

const components: Components = {
  // A remote image tells its host that the text was read: it is named, never loaded.
  img: ({ alt, src }) => (
    <span className="inline-flex items-center gap-1 rounded-sm bg-surface-sunken px-1.5 text-faint text-sm">
      <ImageOff className="size-3" />
      {alt || 'image'} {typeof src === 'string' ? `(${src.slice(0, 120)})` : ''}
    </span>
  ),
  a: ({ href, children }) =>
    href && SAFE_LINK.test(href) ? (
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-accent-text underline underline-offset-2"
      >
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

/** Markdown cut into its blocks: while a message streams only the last block is parsed and drawn again. */
export function MarkdownBlocks({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever appended to
  return lexer(text).map((token, index) => <MarkdownBlock key={index} source={token.raw} />);
}

const MarkdownBlock = memo(function MarkdownBlock({ source }: { source: string }) {
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm]} components={components} skipHtml>
      {source}
    </ReactMarkdown>
  );
});
