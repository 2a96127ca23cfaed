'use client';

import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Step } from '#lib/letta/steps.ts';
import { stopReasonWords } from '#lib/runs/stop-reason-words.ts';
import { reportedCount } from './reported.ts';
import { RunStatus } from './run-status.tsx';

interface StepRowProps {
  step: Step;
  /** When its run began: the time of the step itself is not told. */
  began: string | null;
  onOpen: (stepId: string) => void;
}

/** A step among those of all runs. */
export function StepRow({ step, began, onOpen }: StepRowProps) {
  return (
    <li>
      <button
        type="button"
        data-row
        onClick={() => onOpen(step.id)}
        className="focus-inset flex w-full flex-col gap-1 px-4 py-2.5 text-left hover:bg-hover"
      >
        <span className="flex w-full items-center gap-3">
          <RunStatus status={step.status} />
          <span className="min-w-0 flex-1 truncate">{step.error_type ?? ended(step)}</span>
          <FeedbackIcon feedback={step.feedback} />
          {began ? <RelativeTime date={began} className="shrink-0 text-muted text-sm" /> : null}
        </span>
        <span className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
          <span className="min-w-0 truncate font-mono">{step.model ?? 'model not reported'}</span>
          {step.tags?.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
          <span className="tabular ml-auto">
            {reportedCount(step.prompt_tokens)} in, {reportedCount(step.completion_tokens)} out
          </span>
        </span>
      </button>
    </li>
  );
}

/** Letta tells no stop reason of a step after which its run went on. */
function ended({ stop_reason, status }: Step): string {
  return stop_reason || status !== 'success' ? stopReasonWords(stop_reason ?? null) : 'went on';
}

function FeedbackIcon({ feedback }: Pick<Step, 'feedback'>) {
  if (feedback === 'positive')
    return <ThumbsUp role="img" aria-label="rated good" className="size-3.5 shrink-0 text-success" />;
  if (feedback === 'negative')
    return <ThumbsDown role="img" aria-label="rated bad" className="size-3.5 shrink-0 text-danger" />;
  return null;
}
