'use client';

import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

/** Talking to the agent. */
export function SimulatorPanel() {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <MessageList />
      <Composer />
    </div>
  );
}
