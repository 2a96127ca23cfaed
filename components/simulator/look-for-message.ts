import { waitForChange } from '#components/session/stream-permits.ts';
import type { ThreadSession } from '#components/session/thread-session.ts';

/** When it is looked for. A message takes this long at most from leaving the page to being stored. */
const LOOKS_MS = [0, 1_500, 2_500];
/** A server that does not answer tells nothing: it is asked until it does. */
const UNANSWERED_MS = 1_500;

/** Asks the server whether a message arrived whose answer was never seen. Null when that is not wanted any more. */
export async function lookForMessage(
  session: ThreadSession,
  otid: string,
  signal: AbortSignal,
): Promise<boolean | null> {
  for (const wait of LOOKS_MS) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (signal.aborted) return null;
    let isFound = await ask(session, otid);
    for (; isFound === null && !signal.aborted; isFound = await ask(session, otid))
      await waitForChange(UNANSWERED_MS, signal);
    if (signal.aborted) return null;
    if (isFound) return true;
  }
  return false;
}

async function ask(session: ThreadSession, otid: string): Promise<boolean | null> {
  return await session.find(otid).catch(() => null);
}
