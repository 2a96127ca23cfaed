import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { guardedStorage } from '#components/ui/guarded-storage.ts';
import type { OutgoingMessage } from '#lib/runs/send-intent.ts';

/** A message that waits until the agent is free. */
export type QueuedMessage = OutgoingMessage;

// Kept for the tab and not for the browser: two tabs must not both send what waits.
const useQueue = create<{ byThread: Record<string, QueuedMessage[]> }>()(
  persist(() => ({ byThread: {} }), {
    name: 'letta-ade-queue',
    version: 1,
    storage: guardedStorage('sessionStorage'),
    skipHydration: true,
  }),
);

if (typeof window !== 'undefined') void useQueue.persist.rehydrate();

const NONE: QueuedMessage[] = [];

/** What waits in a thread, first come first. */
export function useQueuedMessages(threadKey: string): QueuedMessage[] {
  return useQueue((state) => state.byThread[threadKey]) ?? NONE;
}

export function readQueuedMessages(threadKey: string): QueuedMessage[] {
  return useQueue.getState().byThread[threadKey] ?? NONE;
}

export function enqueueMessage(threadKey: string, message: QueuedMessage): void {
  change(threadKey, (queue) => [...queue, message]);
}

/** For a message that was about to be sent: it comes first. */
export function enqueueFirst(threadKey: string, message: QueuedMessage): void {
  change(threadKey, (queue) => [message, ...queue]);
}

export function removeQueuedMessage(threadKey: string, otid: string): void {
  change(threadKey, (queue) => queue.filter((message) => message.otid !== otid));
}

function change(threadKey: string, next: (queue: QueuedMessage[]) => QueuedMessage[]): void {
  useQueue.setState(({ byThread }) => ({ byThread: { ...byThread, [threadKey]: next(byThread[threadKey] ?? NONE) } }));
}
