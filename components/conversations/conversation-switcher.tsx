'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown, Hand, MessagesSquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { useCommands } from '#components/ui/use-commands.ts';
import { conversationQuery } from '#lib/letta/conversations.ts';
import { conversationName, DEFAULT_NAME } from './conversation-name.ts';
import { useWaitingElsewhere } from './thread-badge.tsx';

const ConversationDialog = lazyComponent(() =>
  import('./conversation-dialog.tsx').then((module) => module.ConversationDialog),
);
const NewConversationDialog = lazyComponent(() =>
  import('./new-conversation-dialog.tsx').then((module) => module.NewConversationDialog),
);

/** Which of the agent's conversations is open, and the way to all others. */
export function ConversationSwitcher() {
  const ref = useThreadRef();
  const { conversationId } = ref;
  const { usable, offReason } = useCapability(ref.serverId, 'conversations');
  const open = useQuery({
    ...conversationQuery(ref, conversationId ?? ''),
    enabled: conversationId !== null && usable,
  });
  const waiting = useWaitingElsewhere();
  const [dialog, setDialog] = useState<'list' | 'new' | null>(null);
  useCommands([
    {
      id: 'conversations',
      label: 'Open a conversation…',
      group: 'Chat',
      icon: <MessagesSquare />,
      run: () => setDialog('list'),
    },
    ...(offReason
      ? []
      : [
          {
            id: 'new-conversation',
            label: 'New conversation…',
            group: 'Chat',
            icon: <Plus />,
            run: () => setDialog('new'),
          },
        ]),
  ]);
  const name =
    conversationId === null
      ? DEFAULT_NAME
      : open.data
        ? conversationName(open.data)
        : nameless(offReason ?? open.error);
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        icon={<MessagesSquare />}
        aria-haspopup="dialog"
        aria-label={`Conversation: ${name}${waiting > 0 ? `, ${waiting} other waits for approval` : ''}`}
        className="max-w-full"
        onClick={() => setDialog('list')}
      >
        <span className="min-w-0 truncate">{name}</span>
        {waiting > 0 ? (
          <Badge tone="warning" icon={<Hand />} title="Conversations beside this one that wait for your approval">
            {waiting}
          </Badge>
        ) : null}
        <ChevronsUpDown className="text-faint" />
      </Button>
      {dialog === 'list' ? <ConversationDialog onClose={() => setDialog(null)} onNew={() => setDialog('new')} /> : null}
      {dialog === 'new' ? <NewConversationDialog onClose={() => setDialog(null)} /> : null}
    </>
  );
}

function nameless(problem: unknown): string {
  return problem ? 'Conversation not found' : '…';
}
