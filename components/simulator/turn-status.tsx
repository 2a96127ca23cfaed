'use client';

import { useQuery } from '@tanstack/react-query';
import { LoaderCircle, RotateCw } from 'lucide-react';
import { useAgentRef, useRun } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { useElapsed } from '#components/ui/use-elapsed.ts';
import { formatDuration, formatNumber } from '#lib/format.ts';
import { runSummaryQuery } from '#lib/letta/runs.ts';
import { stopReasonWords } from '#lib/runs/stop-reason-words.ts';
import { FailedTurn } from './failed-turn.tsx';
import { UnreadableEvents } from './unreadable-events.tsx';

/** How the live or last turn stands: working, finished with its usage, broken off, failed. */
export function LiveTurnStatus() {
  const status = useRun((store) => store.run.status);
  switch (status) {
    case 'idle':
      return null;
    case 'sending':
      return <Working text="Sending…" />;
    case 'streaming':
      return <Streaming />;
    case 'reconnecting':
      return <Working text="The connection broke. Reconnecting…" />;
    case 'interrupted':
      return <Interrupted />;
    case 'failed':
      return <Failed />;
    default:
      return <Finished />;
  }
}

function Streaming() {
  const link = useRun((store) => store.run.link);
  return (
    <Working
      text={link === 'poll' ? 'A turn is going on at the server. This page follows it.' : 'The agent is working…'}
    />
  );
}

function Failed() {
  const { error, unreadable } = useRun((store) => store.run);
  return (
    <>
      {error ? <FailedTurn error={error} /> : null}
      <UnreadableEvents texts={unreadable} />
    </>
  );
}

/** The end of a turn in history. */
export function PastTurnStatus({ runId }: { runId: string }) {
  const summary = useQuery(runSummaryQuery(useAgentRef(), runId));
  if (!summary.data?.isOver) return null;
  const { stopReason, promptTokens, completionTokens } = summary.data;
  return <TurnLine stopReason={stopReason} promptTokens={promptTokens} completionTokens={completionTokens} />;
}

function Finished() {
  const run = useRun((store) => store.run);
  return (
    <>
      <TurnLine
        stopReason={run.stopReason}
        promptTokens={run.usage?.promptTokens ?? null}
        completionTokens={run.usage?.completionTokens ?? null}
      />
      <UnreadableEvents texts={run.unreadable} />
    </>
  );
}

interface TurnLineProps {
  stopReason: string | null;
  promptTokens: number | null;
  completionTokens: number | null;
}

function TurnLine({ stopReason, promptTokens, completionTokens }: TurnLineProps) {
  return (
    <p role="note" aria-label="End of turn" className="tabular ml-9 flex flex-wrap gap-x-2 text-faint text-xs">
      <span>Turn {stopReasonWords(stopReason)}</span>
      <span aria-hidden>·</span>
      <span>
        {promptTokens === null || promptTokens === 0
          ? 'tokens not reported'
          : `${formatNumber(promptTokens)} tokens in, ${formatNumber(completionTokens ?? 0)} out`}
      </span>
    </p>
  );
}

/** From here on a person wonders whether anything happens. */
const LONG_S = 5;

function Working({ text }: { text: string }) {
  const seconds = useElapsed();
  return (
    <p className="ml-9 flex items-center gap-2 text-muted text-sm">
      <LoaderCircle className="size-3.5 animate-spin" />
      <span role="status">{text}</span>
      {seconds >= LONG_S ? (
        <span aria-label="Time since the page waits" role="timer" className="tabular text-faint">
          {formatDuration(seconds * 1_000)}
        </span>
      ) : null}
    </p>
  );
}

function Interrupted() {
  const takeOver = useRun((store) => store.takeOver);
  return (
    <div
      role="alert"
      className="ml-9 flex flex-wrap items-center gap-2 rounded-md border border-warning/25 bg-warning-soft px-3 py-2 text-sm"
    >
      <span className="min-w-0 flex-1">
        <strong className="font-medium">Interrupted, not finished.</strong> The server does not answer. What arrived is
        kept above, the turn may be going on, and this page tries again every few seconds.
      </span>
      <Button size="sm" icon={<RotateCw />} onClick={() => void takeOver()}>
        Check again
      </Button>
    </div>
  );
}
