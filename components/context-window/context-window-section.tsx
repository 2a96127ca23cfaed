'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { cn } from '#lib/cn.ts';
import { formatNumber, formatTokens } from '#lib/format.ts';
import { type ContextWindow, contextWindowQuery } from '#lib/letta/context-window.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { lastStepQuery } from '#lib/letta/last-step.ts';
import { type ContextKind, type ContextPart, contextParts } from './context-parts.ts';
import { DriftNote } from './drift-note.tsx';

const ContextViewer = lazyComponent(() => import('./context-viewer.tsx').then((module) => module.ContextViewer));

/** Fetches the code of the viewer when a person points at what opens it. */
function prepareViewer(): void {
  ContextViewer.prepare();
  Dialog.prepare();
}

const COLORS: Record<ContextKind, string> = {
  system: 'bg-kind-system',
  rules: 'bg-kind-rules',
  memory: 'bg-kind-memory',
  files: 'bg-kind-files',
  external: 'bg-kind-external',
  summary: 'bg-kind-summary',
  tools: 'bg-kind-tools',
  messages: 'bg-kind-messages',
};

const NEAR_LIMIT = 0.8;

/** How full the agent's context window is and with what. A click shows the text of a part. */
export function ContextWindowSection() {
  const ref = useAgentRef();
  const query = useQuery(contextWindowQuery(ref));
  const [shown, setShown] = useQueryState('part', parseAsString);
  // Its texts are as long as the whole window.
  const parts = useMemo(() => (query.data ? contextParts(query.data) : []), [query.data]);
  return (
    <section aria-label="Context window" className="flex flex-col gap-2 border-border border-b px-3 py-3">
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={3} />}>
        {(window) => {
          const open = parts.find((part) => part.kind === shown);
          return (
            <>
              <Gauge window={window} parts={parts} onShow={(kind) => void setShown(kind)} />
              <ExactTokens approximate={window.context_window_size_current} />
              <DriftNote />
              {open ? (
                <ContextViewer
                  window={window}
                  parts={parts}
                  shown={open}
                  readAt={query.dataUpdatedAt}
                  onShow={(kind) => void setShown(kind)}
                  onClose={() => void setShown(null)}
                />
              ) : null}
            </>
          );
        }}
      </QueryView>
    </section>
  );
}

/** The one exact number, beside the approximate one. */
function ExactTokens({ approximate }: { approximate: number }) {
  const last = useQuery(lastStepQuery(useAgentRef())).data;
  const [, setStep] = useQueryState('step', { history: 'push' });
  if (!last) return null;
  const difference = last.promptTokens - approximate;
  return (
    <p className="tabular flex flex-wrap items-center gap-x-1.5 text-faint text-sm">
      <span>
        The last request held {formatNumber(last.promptTokens)} tokens, as its provider counted:{' '}
        {difference === 0 ? 'the same' : `${difference > 0 ? '+' : '−'}${formatNumber(Math.abs(difference))}`}.
      </span>
      <button
        type="button"
        onClick={() => void setStep(last.id)}
        className="min-h-6 rounded-sm text-accent-text underline underline-offset-2"
      >
        See it
      </button>
    </p>
  );
}

interface GaugeProps {
  window: ContextWindow;
  parts: ContextPart[];
  onShow: (kind: ContextKind) => void;
}

function Gauge({ window, parts, onShow }: GaugeProps) {
  const { context_window_size_current: current, context_window_size_max: max } = window;
  const share = max > 0 ? current / max : 0;
  const filled = parts.filter((part) => part.tokens > 0);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="font-medium text-sm">Context window</h3>
        <p className="tabular text-muted text-sm" title="Counted as bytes / 4, as Letta does">
          ≈ {formatNumber(current)} / {formatNumber(max)} tokens ·{' '}
          {share > 0 && share < 0.01 ? '<1' : Math.round(share * 100)}%
        </p>
      </div>
      <div
        role="img"
        aria-label={`${formatNumber(current)} of ${formatNumber(max)} tokens used`}
        className="flex h-2.5 overflow-hidden rounded-full bg-kind-free"
      >
        {filled.map((part) => (
          <div
            key={part.kind}
            className={cn(COLORS[part.kind], 'min-w-0.5 border-surface border-r last:border-r-0')}
            style={{ width: `${(part.tokens / Math.max(max, current)) * 100}%` }}
          />
        ))}
      </div>
      {share > NEAR_LIMIT ? (
        <p role="status" className="text-sm text-warning">
          The window is nearly full. Soon older messages will be summarised, or the model will refuse.
        </p>
      ) : null}
      <ul
        className="grid grid-cols-2 gap-x-3"
        aria-label="Parts of the context window"
        onPointerEnter={prepareViewer}
        onFocus={prepareViewer}
      >
        {filled.map((part) => (
          <li key={part.kind}>
            <button
              type="button"
              onClick={() => onShow(part.kind)}
              className="flex min-h-6 w-full items-center gap-1.5 rounded-sm text-left text-sm hover:bg-hover"
            >
              <span className={cn('size-2 shrink-0 rounded-sm', COLORS[part.kind])} />
              <span className="truncate">{part.label}</span>
              <span className="tabular ml-auto text-faint">≈ {formatTokens(part.tokens)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
