'use client';

import { isValidElement, type ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { lazyComponent } from './lazy-component.tsx';

/** Longer code is shown without colours: they would cost more than they are worth. */
const LONGEST = 20_000;

const HighlightedCode = lazyComponent<{ code: string; language: string }>(
  () => import('./highlighted-code.tsx').then((module) => module.HighlightedCode),
  ({ code }) => code,
);

/** A fenced or indented block of code: its language, a copy button, and colours. */
export function CodeBlock({ children }: { children: ReactNode }) {
  const { code, language } = readCode(children);
  const isShort = code.length <= LONGEST;
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language || 'text'}</span>
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      <pre dir="ltr">
        <code>{language && isShort ? <HighlightedCode code={code} language={language} /> : code}</code>
      </pre>
    </figure>
  );
}

/** The text and the language of the `code` element that Markdown puts into a `pre`. */
function readCode(children: ReactNode): { code: string; language: string } {
  const element = Array.isArray(children) ? children[0] : children;
  if (!isValidElement<{ className?: string; children?: ReactNode }>(element))
    return { code: textOf(children), language: '' };
  const language = /language-([\w+#-]+)/.exec(element.props.className ?? '')?.[1] ?? '';
  return { code: textOf(element.props.children).replace(/\n$/, ''), language: language.slice(0, 24) };
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  return Array.isArray(node) ? node.map(textOf).join('') : '';
}
