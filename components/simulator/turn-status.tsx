'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LoaderCircle, RotateCw } from 'lucide-react';
import { useAgentRef, useRecoveredRun, useRun } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { formatNumber } from '#lib/format.ts';
import { messageKeys } from '#lib/letta/messages.ts';
import { runSummaryQuery } from '#lib/letta/runs.ts';
import type { RunState } from '#lib/runs/reduce-run.ts';

const STOP_WORDS: Record<string, string> = {
  end_turn: 'finished',
  max_steps: 'stopped at the step limit',
  max_tokens_exceeded: 'cut at the token limit',
  tool_rule: 'ended by a tool rule',
  cancelled: 'stopped by you',
  requires_approval: 'waits for approval',
  error: 'failed',
  llm_api_error: 'failed at the model provider',
};

/** How the live or last turn stands: working, finished with its usage, broken off, failed. */
export function LiveTurnStatus() {
  const run = useRun((store) => store.run);
  const recovered = useRecoveredRun();
  if (recovered) return <Working text="A turn is going on at the server. This page follows it." />;
  switch (run.status) {
    case 'idle':
      return null;
    case 'sending':
      return <Working text="Sending…" />;
    case 'streaming':
      return <Working text="The agent is working…" />;
    case 'interrupted':
      return <Interrupted />;
    case 'failed':
      return run.error ? <ErrorNote className="ml-9" {...run.error} /> : null;
    default:
      return <Finished run={run} />;
  }
}

/** The end of a turn in history. */
export function PastTurnStatus({ runId }: { runId: string }) {
  const summary = useQuery(runSummaryQuery(useAgentRef(), runId));
  if (!summary.data?.isOver) return null;
  const { stopReason, promptTokens, completionTokens } = summary.data;
  return <TurnLine stopReason={stopReason} promptTokens={promptTokens} completionTokens={completionTokens} />;
}

function Finished({ run }: { run: RunState }) {
  return (
    <>
      <TurnLine
        stopReason={run.stopReason}
        promptTokens={run.usage?.promptTokens ?? null}
        completionTokens={run.usage?.completionTokens ?? null}
      />
      {run.unreadable > 0 ? (
        <p className="ml-9 text-sm text-warning">{run.unreadable} events of this turn could not be read.</p>
      ) : null}
    </>
  );
}

interface TurnLineProps {
  stopReason: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
}

function TurnLine({ stopReason, promptTokens, completionTokens }: TurnLineProps) {
  const reason = stopReason ? (STOP_WORDS[stopReason] ?? stopReason) : 'end not reported';
  return (
    <p role="note" aria-label="End of turn" className="tabular ml-9 flex flex-wrap gap-x-2 text-faint text-xs">
      <span>Turn {reason}</span>
      <span aria-hidden>·</span>
      <span>
        {promptTokens === null || promptTokens === 0
          ? 'tokens not reported'
          : `${formatNumber(promptTokens)} tokens in, ${formatNumber(completionTokens ?? 0)} out`}
      </span>
    </p>
  );
}

function Working({ text }: { text: string }) {
  return (
    <p role="status" className="ml-9 flex items-center gap-2 text-muted text-sm">
      <LoaderCircle className="size-3.5 animate-spin" />
      {text}
    </p>
  );
}

function Interrupted() {
  const ref = useAgentRef();
  const client = useQueryClient();
  const clear = useRun((store) => store.clear);
  const look = useMutation({
    mutationFn: () => client.refetchQueries({ queryKey: messageKeys.agent(ref) }, { throwOnError: true }),
    onSuccess: clear,
  });
  return (
    <div
      role="alert"
      className="ml-9 flex flex-wrap items-center gap-2 rounded-md border border-warning/25 bg-warning-soft px-3 py-2 text-sm"
    >
      <span className="min-w-0 flex-1">
        <strong className="font-medium">The connection broke off before the turn ended.</strong> What arrived is kept
        above. The turn may have gone on at the server.
      </span>
      {look.error ? <span className="text-danger">The server still does not answer.</span> : null}
      <Button size="sm" icon={<RotateCw />} busy={look.isPending} onClick={() => look.mutate()}>
        Show what the server has
      </Button>
    </div>
  );
}
