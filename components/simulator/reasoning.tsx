'use client';

import { Brain } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import type { TranscriptItem } from '#lib/runs/to-transcript.ts';
import { Disclosure } from './disclosure.tsx';
import { ItemActions } from './item-actions.tsx';

const HIDDEN = {
  redacted: 'The provider redacted its reasoning.',
  omitted: 'The provider omitted its reasoning.',
};

/** What the model thought: by itself, or because its prompt asked for it. */
export function Reasoning({ item }: { item: Extract<TranscriptItem, { kind: 'reasoning' }> }) {
  const { origin } = item;
  if (origin === 'redacted' || origin === 'omitted')
    return <p className="pl-9 text-faint text-sm italic">{HIDDEN[origin]}</p>;
  return (
    <Disclosure
      id={item.key}
      icon={<Brain />}
      title="Reasoning"
      preview={item.text}
      aside={<Badge>{origin}</Badge>}
      isOpenByDefault={item.isLive}
      actions={<ItemActions source={item.source} text={item.text} />}
    >
      <LongText text={item.text} name="reasoning" className="wrap-anywhere whitespace-pre-wrap font-sans text-muted" />
    </Disclosure>
  );
}
