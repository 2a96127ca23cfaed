import { useEffect } from 'react';
import { useThreadSession } from '#components/session/agent-session.tsx';
import { dropDraft, readDraft, useDraft } from '#components/session/draft-store.ts';
import { toast } from '#components/ui/toast.ts';
import { lookForMessage } from './look-for-message.ts';
import { messageDraft, putBack, sendingDraft } from './send-draft.ts';

/**
 * The outside system is the server, asked whether a message arrived whose answer was never seen: after a reload or a
 * broken connection. What arrived is forgotten here, what did not is put back. True while nobody knows.
 */
export function useUnsureMessage(): boolean {
  const session = useThreadSession();
  const { ref } = session;
  const unsure = useDraft(ref, sendingDraft(ref));
  const isSending = session.run.getState().run.otid === unsure?.base;
  const otid = unsure && !isSending ? unsure.base : null;
  useEffect(() => {
    if (otid === null) return;
    const until = new AbortController();
    void settle(session, otid, until.signal);
    return () => until.abort();
  }, [session, otid]);
  return otid !== null;
}

async function settle(session: ReturnType<typeof useThreadSession>, otid: string, signal: AbortSignal): Promise<void> {
  const { ref } = session;
  const hasArrived = await lookForMessage(session, otid, signal);
  if (hasArrived === null || readDraft(ref, sendingDraft(ref))?.base !== otid) return;
  if (hasArrived) return forget(ref);
  const text = readDraft(ref, sendingDraft(ref))?.text ?? '';
  dropDraft(ref, sendingDraft(ref));
  if (text && readDraft(ref, messageDraft(ref))?.text !== text) putBack(ref, { role: 'user', content: text, otid });
}

function forget(ref: Parameters<typeof messageDraft>[0]): void {
  const text = readDraft(ref, sendingDraft(ref))?.text;
  dropDraft(ref, sendingDraft(ref));
  if (text === undefined || readDraft(ref, messageDraft(ref))?.text !== text) return;
  dropDraft(ref, messageDraft(ref));
  toast.success('Your last message had arrived after all.');
}
