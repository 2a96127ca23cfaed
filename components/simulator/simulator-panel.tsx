'use client';

import type { ReactNode } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { threadKey } from '#components/session/thread-session.ts';
import { ApprovalPanel } from './approval-panel.tsx';
import { ChatToolbar } from './chat-toolbar.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { QueuedMessages } from './queued-messages.tsx';

/** Talking to the agent, in the open thread. */
export function SimulatorPanel({ switcher }: { switcher?: ReactNode }) {
  const ref = useThreadRef();
  return (
    <div key={threadKey(ref)} className="flex h-full min-h-0 flex-col">
      <ChatToolbar switcher={switcher} />
      <MessageList />
      <ApprovalPanel />
      <QueuedMessages />
      <Composer />
    </div>
  );
}
