import { useEffect, useEffectEvent, useRef } from 'react';
import { useIsBusy, useRun, useThreadSession } from '#components/session/agent-session.tsx';
import { threadKey } from '#components/session/thread-session.ts';
import { readQueuedMessages, removeQueuedMessage } from './message-queue-store.ts';
import { sendMessage } from './send-draft.ts';

/**
 * The outside system is the server, which takes one message at a time: when a turn has ended well, the first message in
 * line is sent. After a turn that failed, was stopped or waits for approval the person decides.
 */
export function useSendQueue(count: number): { isHeld: boolean; sendNow(): void } {
  const session = useThreadSession();
  const isBusy = useIsBusy();
  const status = useRun((store) => store.run.status);
  const isHeld = status === 'failed' || status === 'stopped' || status === 'waiting-for-approval';

  const isOnItsWay = useRef(false);
  async function sendFirst() {
    const key = threadKey(session.ref);
    const first = readQueuedMessages(key)[0];
    if (!first || isOnItsWay.current) return;
    isOnItsWay.current = true;
    removeQueuedMessage(key, first.otid);
    await sendMessage(session, first);
    isOnItsWay.current = false;
  }

  const isFree = !isBusy && !isHeld && status !== 'interrupted';
  const send = useEffectEvent(() => void sendFirst());
  useEffect(() => {
    if (count > 0 && isFree) send();
  }, [count, isFree]);
  return { isHeld, sendNow: () => void sendFirst() };
}
