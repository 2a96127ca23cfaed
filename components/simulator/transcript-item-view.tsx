'use client';

import { Bot, Braces, Settings2, UserRound } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Markdown } from '#components/ui/markdown.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { cutText } from './cut-text.ts';
import { Disclosure } from './disclosure.tsx';
import type { TranscriptRow } from './merge-transcript.ts';
import { ToolCard, ToolReturnCard } from './tool-card.tsx';

/** One row of the transcript. Rows that do not change are not drawn again while another one streams. */
export const TranscriptItemView = memo(function TranscriptItemView({ item }: { item: TranscriptRow }) {
  switch (item.kind) {
    case 'user':
      return (
        <Speech who="You" icon={<UserRound />} item={item} text={item.text}>
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {cutText(item.text)}
          </p>
        </Speech>
      );
    case 'assistant':
      return (
        <Speech who="Agent" icon={<Bot />} item={item} text={item.text}>
          <Markdown text={cutText(item.text)} />
        </Speech>
      );
    case 'system':
      return (
        <Disclosure id={item.key} icon={<Settings2 />} title="System message" preview={item.text}>
          <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-sm">{cutText(item.text)}</pre>
        </Disclosure>
      );
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'tool':
      return <ToolCard item={item} />;
    case 'tool-return':
      return <ToolReturnCard name={item.name} result={item.result} />;
    case 'raw':
      return (
        <Disclosure
          id={item.key}
          icon={<Braces />}
          title={item.message.message_type}
          preview="A message of a type this page does not know yet"
        >
          <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-sm">
            {JSON.stringify(item.message, null, 2)}
          </pre>
        </Disclosure>
      );
  }
}, isSameItem);

/** History items are made anew with each refetch: they are the same while what they show is. */
function isSameItem({ item: before }: { item: TranscriptRow }, { item: after }: { item: TranscriptRow }): boolean {
  return before === after || (!after.isLive && JSON.stringify(before) === JSON.stringify(after));
}

interface SpeechProps {
  who: string;
  icon: ReactNode;
  item: TranscriptRow;
  text: string;
  children: ReactNode;
}

function Speech({ who, icon, item, text, children }: SpeechProps) {
  return (
    <article aria-label={who === 'You' ? 'Your message' : 'Agent message'} className="group flex gap-3">
      <span className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full bg-surface-sunken text-muted dark:bg-surface-raised [&_svg]:size-3.5">
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <header className="flex min-h-6 items-center gap-2 text-sm">
          <span className="font-medium">{who}</span>
          {item.date ? <RelativeTime date={item.date} className="text-faint" /> : null}
          <span className="ml-auto opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100">
            <CopyButton text={text} label="Copy text" />
          </span>
        </header>
        {children}
      </div>
    </article>
  );
}

function Reasoning({ item }: { item: Extract<TranscriptRow, { kind: 'reasoning' }> }) {
  if (item.isHidden)
    return <p className="pl-9 text-faint text-sm italic">The provider keeps its reasoning to itself.</p>;
  return (
    <Disclosure
      id={item.key}
      title={item.isNative ? 'Reasoning' : 'Reasoning (prompted)'}
      preview={item.text}
      isOpenByDefault={item.isLive}
    >
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap text-muted">
        {cutText(item.text)}
      </p>
    </Disclosure>
  );
}
