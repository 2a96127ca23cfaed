import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useIsBusy, useRun, useThreadSession } from '#components/session/agent-session.tsx';
import { type ThreadSession, threadKey } from '#components/session/thread-session.ts';
import { activeRunQuery } from '#lib/letta/live-runs.ts';
import type { RunStatus } from '#lib/runs/run-state.ts';
import { readQueuedMessages, removeQueuedMessage } from './message-queue-store.ts';
import { sendMessage } from './send-draft.ts';

/** How a turn ends after which the person decides what becomes of what waits. */
const HELD: RunStatus[] = ['failed', 'stopped', 'waiting-for-approval'];

/**
 * The outside system is the server, which takes one message at a time: when a turn has ended well, the first message in
 * line is sent. After a turn that failed, was stopped or waits for approval the person decides.
 */
export function useSendQueue(count: number): { isHeld: boolean; sendNow(): void } {
  const session = useThreadSession();
  const isBusy = useIsBusy();
  const status = useRun((store) => store.run.status);
  const isHeld = HELD.includes(status);

  const isOnItsWay = useRef(false);
  async function sendFirst() {
    if (isOnItsWay.current) return;
    isOnItsWay.current = true;
    // Another tab may be quicker: then the message is in line again, until that tab's turn is over.
    while ((await sendNext(session)) === 'busy') {
      await session.untilFree();
      if (HELD.includes(session.run.getState().run.status)) break;
    }
    isOnItsWay.current = false;
  }

  // After a reload nobody knows yet whether a turn goes on.
  const { data: active } = useQuery({ ...activeRunQuery(session.ref), enabled: false });
  const isFree = active === null && !isBusy && !isHeld && status !== 'interrupted';
  const send = useEffectEvent(() => void sendFirst());
  useEffect(() => {
    if (count > 0 && isFree) send();
  }, [count, isFree]);
  return { isHeld, sendNow: () => void sendFirst() };
}

async function sendNext(session: ThreadSession) {
  const key = threadKey(session.ref);
  const first = readQueuedMessages(key)[0];
  if (!first) return 'sent';
  removeQueuedMessage(key, first.otid);
  return await sendMessage(session, first);
}
