'use client';

import { Disclosure } from './disclosure.tsx';

/** Events of the live turn that were not what the protocol says; the rest of the turn is not touched by them. */
export function UnreadableEvents({ texts }: { texts: string[] }) {
  if (texts.length === 0) return null;
  const title = texts.length === 1 ? '1 event could not be read' : `${texts.length} events could not be read`;
  return (
    <Disclosure id="unreadable-events" title={<span className="text-warning">{title}</span>} preview={texts[0] ?? ''}>
      {texts.map((text, index) => (
        <pre
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end
          key={index}
          className="wrap-anywhere whitespace-pre-wrap font-mono text-sm"
        >
          {text}
        </pre>
      ))}
    </Disclosure>
  );
}
