'use client';

import { Bot, UserRound } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { cutText } from '#components/ui/cut-text.ts';
import { LongText } from '#components/ui/long-text.tsx';
import { Markdown } from '#components/ui/markdown.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { StructuredText } from '#components/ui/structured-text.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import { cn } from '#lib/cn.ts';
import type { SpeechItem } from '#lib/runs/to-transcript.ts';
import { ItemActions } from './item-actions.tsx';
import { MessageImages } from './message-images.tsx';

/** What the person or the agent said. */
export function Speech({ item }: { item: SpeechItem }) {
  const isPerson = item.kind === 'user';
  const { source } = item;
  return (
    <article
      aria-label={isPerson ? 'Your message' : 'Agent message'}
      className={cn('group flex gap-3', isPerson && 'ml-9 justify-end sm:ml-16')}
    >
      {isPerson ? null : (
        <span className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-text">
          <Bot className="size-3.5" />
        </span>
      )}
      <div className={cn('min-w-0', isPerson ? 'rounded-xl bg-accent-soft px-3 pt-0.5 pb-2' : 'flex-1')}>
        <header className="flex min-h-6 items-center gap-2 text-sm">
          <span className="inline-flex items-center gap-1 font-medium">
            {isPerson ? <UserRound className="size-3" /> : null}
            {isPerson ? (source.name ?? 'You') : (source.name ?? 'Agent')}
          </span>
          {source.sender_id ? <Badge mono>{source.sender_id}</Badge> : null}
          {source.is_err ? <Badge tone="danger">of a failed step</Badge> : null}
          {source.date ? <RelativeTime date={source.date} className="text-muted" /> : null}
          <span className="ml-auto flex opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
            <ItemActions source={source} text={item.text} />
          </span>
        </header>
        <SpeechText item={item} />
        <MessageImages images={item.images} />
      </div>
    </article>
  );
}

function SpeechText({ item }: { item: SpeechItem }) {
  if (item.text === '') return null;
  if (cutText(item.text).isCut) return <LongText text={item.text} name={item.source.id} />;
  if (item.kind === 'user') {
    return (
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        <VisibleText text={item.text} />
      </p>
    );
  }
  return /^\s*[[{]/.test(item.text) && !item.isLive ? (
    <StructuredText text={item.text} />
  ) : (
    <Markdown text={item.text} isGrowing={item.isLive} />
  );
}
