'use client';

import { Badge } from '#components/ui/badge.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import type { LettaMessage } from '#lib/runs/letta-message.ts';

/** Messages as the server keeps them. */
export function MessageRecords({ messages }: { messages: LettaMessage[] }) {
  return (
    <ol aria-label="Messages kept" className="flex flex-col gap-2">
      {messages.map((message) => (
        <li key={`${message.id}-${message.message_type}-${message.otid}`} className="flex flex-col gap-1">
          <Badge mono>{message.message_type}</Badge>
          <LongText text={JSON.stringify(message, null, 2)} name={message.id} />
        </li>
      ))}
    </ol>
  );
}
