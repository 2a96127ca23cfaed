'use client';

import { useState } from 'react';
import { useAgentRef, useRun, useThreadSession } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeFailure, type Failure } from '#lib/letta/describe-failure.ts';
import { cancelRun } from '#lib/letta/messages.ts';
import { queueDraft } from './send-draft.ts';
import { changeSendSettings } from './send-options-store.ts';
import { useCountdown } from './use-countdown.ts';

/** Why the turn failed, and the ways out that this failure has. */
export function FailedTurn({ error }: { error: Failure }) {
  const seconds = useCountdown(error.retryAfterMs ?? null);
  return (
    <div className="ml-9 flex flex-col gap-2">
      <ErrorNote
        title={error.title}
        message={error.message}
        next={seconds > 0 ? `${error.next ?? 'Try again then.'} (${seconds} s)` : error.next}
        details={error.details}
        curl={error.curl}
      />
      {error.conflict?.kind === 'busy' ? <BusyActions runId={error.conflict.runId} /> : null}
      {/background/i.test(error.message) && error.status === 503 ? <BackgroundAction /> : null}
    </div>
  );
}

function BusyActions({ runId }: { runId: string | null }) {
  const session = useThreadSession();
  const clear = useRun((store) => store.clear);
  const [failure, setFailure] = useState<string | null>(null);

  async function watch() {
    if (runId) await session.attach({ runId, isBackground: false });
  }

  function queue() {
    queueDraft(session);
    clear();
    void watch();
  }

  async function cancel() {
    if (!runId) return;
    try {
      await cancelRun(session.ref, runId);
      clear();
    } catch (error) {
      setFailure(`Could not cancel: ${describeFailure(error).message}`);
    }
  }

  const noRun = runId ? undefined : 'The server did not say which run';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="sm" disabledReason={noRun} onClick={() => void watch()}>
        Watch that run
      </Button>
      <Button size="sm" onClick={queue}>
        Queue my message
      </Button>
      <Button size="sm" disabledReason={noRun} onClick={() => void cancel()}>
        Cancel that run
      </Button>
      {failure ? (
        <span role="alert" className="text-danger text-sm">
          {failure}
        </span>
      ) : null}
    </div>
  );
}

function BackgroundAction() {
  const ref = useAgentRef();
  const clear = useRun((store) => store.clear);
  return (
    <Button
      size="sm"
      className="self-start"
      onClick={() => {
        changeSendSettings(ref, { isBackground: false });
        clear();
      }}
    >
      Turn background runs off
    </Button>
  );
}
