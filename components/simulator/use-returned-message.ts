import { useEffect, useEffectEvent } from 'react';
import { useRun, useThreadSession } from '#components/session/agent-session.tsx';
import { putBack, wasSentHere } from './send-draft.ts';

/**
 * The outside system is the server: a message that it refused over the stream, because something is in the way, was not
 * said. It goes back to where it was written.
 */
export function useReturnedMessage(): void {
  const session = useThreadSession();
  const isRefused = useRun(({ run }) => run.status === 'failed' && run.error?.conflict !== undefined);
  const takeBack = useEffectEvent(() => {
    const { sent } = session.run.getState().run;
    const message = sent?.otid ? wasSentHere(sent.otid) : undefined;
    if (!message) return;
    session.run.setState(({ run }) => ({ run: { ...run, sent: null } }));
    putBack(session.ref, message);
  });
  useEffect(() => {
    if (isRefused) takeBack();
  }, [isRefused]);
}
