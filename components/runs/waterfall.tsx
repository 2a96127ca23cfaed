'use client';

import { useQueries } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { formatDuration } from '#lib/format.ts';
import { type Step, type StepMetrics, stepMetricsQuery } from '#lib/letta/steps.ts';
import { layOutSteps, type StepBar } from './lay-out-steps.ts';
import { reportedCount } from './reported.ts';
import { RunStatus } from './run-status.tsx';

interface WaterfallProps {
  steps: Step[];
  onOpen: (stepId: string) => void;
}

/** The steps of a run along its time: how long the model took, and how long the tools. Arrow keys walk, Enter opens. */
export function Waterfall({ steps, onOpen }: WaterfallProps) {
  const { serverId } = useAgentRef();
  const metrics = useQueries({
    queries: steps.map((step) => stepMetricsQuery(serverId, step.id)),
    combine: (results) => results.map((result): StepMetrics | null => result.data ?? null),
  });
  const bars = layOutSteps(metrics);
  return (
    <>
      <ol aria-label="Steps" onKeyDown={moveFocus} className="flex flex-col gap-1">
        {steps.map((step, index) => (
          <li key={step.id}>
            <button
              type="button"
              data-row
              onClick={() => onOpen(step.id)}
              className="flex w-full flex-col gap-1 rounded-md border border-border bg-surface px-2.5 py-1.5 text-left hover:bg-hover"
            >
              <span className="flex w-full flex-wrap items-center gap-2 text-sm">
                <span className="font-medium">Step {index + 1}</span>
                <RunStatus status={step.status} />
                <span className="min-w-0 truncate font-mono text-muted">{step.model ?? 'model not reported'}</span>
                <span className="tabular ml-auto text-muted">
                  {reportedCount(step.prompt_tokens)} in, {reportedCount(step.completion_tokens)} out
                </span>
              </span>
              <Bar bar={bars[index] ?? null} />
            </button>
          </li>
        ))}
      </ol>
      <p className="mt-1.5 flex gap-4 text-muted text-sm">
        <Legend className="bg-kind-messages" label="model" />
        <Legend className="bg-kind-tools" label="tools" />
        <Legend className="bg-border-strong" label="the rest" />
      </p>
    </>
  );
}

function Bar({ bar }: { bar: StepBar | null }) {
  if (!bar) return <span className="text-faint text-sm">Times not reported</span>;
  return (
    <span className="flex w-full items-center gap-2">
      <span
        aria-hidden
        className="relative h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-surface-sunken dark:bg-background"
      >
        {bar.pieces.map((piece) => (
          <span
            key={piece.kind}
            className={`absolute inset-y-0 ${COLOURS[piece.kind]}`}
            style={{ left: `${piece.start * 100}%`, width: `${Math.max(piece.share * 100, 0.5)}%` }}
          />
        ))}
      </span>
      <span className="tabular shrink-0 text-muted text-sm">
        {formatDuration(bar.modelMs)} model, {formatDuration(bar.toolMs)} tools
      </span>
    </span>
  );
}

const COLOURS = { model: 'bg-kind-messages', tools: 'bg-kind-tools', rest: 'bg-border-strong' };

function Legend({ className, label }: { className: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2 rounded-full ${className}`} />
      {label}
    </span>
  );
}
