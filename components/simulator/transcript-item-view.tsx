'use client';

import { Bell, Bot, Braces, Settings2 } from 'lucide-react';
import { memo } from 'react';
import { LongText } from '#components/ui/long-text.tsx';
import type { TranscriptItem } from '#lib/runs/to-transcript.ts';
import { noticeTitle } from '#lib/runs/unpack-notice.ts';
import { Disclosure } from './disclosure.tsx';
import { ItemActions } from './item-actions.tsx';
import { MessageImages } from './message-images.tsx';
import { Reasoning } from './reasoning.tsx';
import { Speech } from './speech.tsx';
import { AgentLink, ToolCard, ToolReturnCard } from './tool-card.tsx';

/** One row of the transcript. Rows that do not change are not drawn again while another one streams. */
export const TranscriptItemView = memo(function TranscriptItemView({ item }: { item: TranscriptItem }) {
  switch (item.kind) {
    case 'user':
    case 'assistant':
      return <Speech item={item} />;
    case 'system':
      return (
        <Disclosure
          id={item.key}
          icon={<Settings2 />}
          title="System message"
          preview={item.text}
          actions={<ItemActions source={item.source} text={item.text} />}
        >
          <LongText text={item.text} name="system message" />
          <MessageImages images={item.images} />
        </Disclosure>
      );
    case 'reasoning':
      return <Reasoning item={item} />;
    case 'tool':
      return <ToolCard item={item} />;
    case 'tool-return':
      return <ToolReturnCard name={item.name} result={item.result} />;
    case 'notice':
      return (
        <Disclosure
          id={item.key}
          icon={<Bell />}
          title={noticeTitle(item.type)}
          preview={item.text}
          actions={<ItemActions source={item.source} text={item.text} />}
        >
          <LongText text={item.text} name={noticeTitle(item.type)} />
        </Disclosure>
      );
    case 'agent-message':
      return (
        <Disclosure id={item.key} icon={<Bot />} title="Message from another agent" preview={item.text} isOpenByDefault>
          <LongText text={item.text} name="message from another agent" />
          <AgentLink agentId={item.from} label="The agent it came from" />
        </Disclosure>
      );
    case 'raw':
      return (
        <Disclosure
          id={item.key}
          icon={<Braces />}
          title={<span className="font-mono">{item.source.message_type}</span>}
          preview={JSON.stringify(item.source).slice(0, 200)}
          actions={<ItemActions source={item.source} text={JSON.stringify(item.source, null, 2)} />}
        >
          <LongText text={JSON.stringify(item.source, null, 2)} name={item.source.id} />
        </Disclosure>
      );
  }
}, isSameItem);

/** History keeps its messages over a refetch; what came of a tool call comes from messages of its own. */
function isSameItem({ item: before }: { item: TranscriptItem }, { item: after }: { item: TranscriptItem }): boolean {
  if (before === after) return true;
  if (before.source !== after.source || before.kind !== after.kind || before.isLive !== after.isLive) return false;
  if (before.kind !== 'tool' || after.kind !== 'tool') return true;
  return before.result === after.result && before.decision?.approve === after.decision?.approve;
}
