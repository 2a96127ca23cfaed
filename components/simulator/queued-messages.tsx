'use client';

import { Pencil, Send, X } from 'lucide-react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { threadKey } from '#components/session/thread-session.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { readContent } from '#lib/runs/message-content.ts';
import { type QueuedMessage, removeQueuedMessage, useQueuedMessages } from './message-queue-store.ts';
import { putBack } from './send-draft.ts';
import { useSendQueue } from './use-send-queue.ts';

/** What waits until the agent is free; it can be changed and taken back until then. */
export function QueuedMessages() {
  const ref = useThreadRef();
  const key = threadKey(ref);
  const queue = useQueuedMessages(key);
  const { isHeld, sendNow } = useSendQueue(queue.length);
  if (queue.length === 0) return null;

  function edit(message: QueuedMessage) {
    removeQueuedMessage(key, message.otid);
    putBack(ref, message);
  }

  return (
    <section aria-label="Queued messages" className="shrink-0 border-border border-t bg-surface px-3 py-2">
      <div className="flex min-h-6 items-center gap-2 text-muted text-sm">
        <span>{isHeld ? 'Held, because the last turn did not end well' : 'Sent when the agent is free'}</span>
        {isHeld ? (
          <Button size="sm" icon={<Send />} onClick={sendNow}>
            Send the first now
          </Button>
        ) : null}
      </div>
      <ol className="mt-1 flex max-h-32 flex-col gap-1 overflow-y-auto">
        {queue.map((message) => {
          const { text, images } = readContent(message.content);
          return (
            <li key={message.otid} className="flex items-center gap-1 rounded-md bg-surface-sunken py-0.5 pr-1 pl-2.5">
              <span dir="auto" className="min-w-0 flex-1 truncate">
                {text.slice(0, 300) || '(images)'}
                {images.length > 0 ? ` · ${images.length} image${images.length === 1 ? '' : 's'}` : ''}
              </span>
              <IconButton label="Edit queued message" icon={<Pencil />} onClick={() => edit(message)} />
              <IconButton
                label="Remove queued message"
                icon={<X />}
                onClick={() => removeQueuedMessage(key, message.otid)}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
