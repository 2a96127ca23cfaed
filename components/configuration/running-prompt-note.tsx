'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { recompileMutation, runningPromptQuery } from '#lib/letta/running-prompt.ts';

/** Tells when the open thread still runs with an older prompt than the saved one, and brings it up to date. */
export function RunningPromptNote({ saved }: { saved: string }) {
  const ref = useThreadRef();
  const running = useQuery(runningPromptQuery(ref));
  const { offReason } = useCapability(ref.serverId, 'recompile');
  const recompile = useMutation(recompileMutation(ref));
  const isOld = typeof running.data === 'string' && !running.data.includes(saved.trim());
  if (!isOld) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-2.5 py-2 text-sm">
      <span className="min-w-0 flex-1">
        <strong className="font-medium">The agent does not run with this prompt yet.</strong>{' '}
        {ref.conversationId === null ? 'Its own thread' : 'This conversation'} still has an older one.
      </span>
      <Button
        size="sm"
        icon={<RefreshCw />}
        busy={recompile.isPending}
        disabledReason={offReason}
        onClick={() => recompile.mutate()}
      >
        Recompile
      </Button>
      {recompile.error ? <ErrorNote {...describeFailure(recompile.error)} className="w-full" /> : null}
    </div>
  );
}
