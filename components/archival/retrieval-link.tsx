'use client';

import { useQueryState } from 'nuqs';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Retrieval } from '#lib/archival/read-search-returns.ts';

/** How often the agent was given a memory by its searches, and the way to the step that got it last. */
export function RetrievalLink({ retrieval: { count, last } }: { retrieval: Retrieval }) {
  const [, setStep] = useQueryState('step', { history: 'push' });
  const { stepId, date } = last;
  return (
    <p className="flex flex-wrap items-center gap-x-1 text-faint text-xs">
      {`Retrieved ${count === 1 ? 'once' : `${count} times`}${date || stepId ? ', last' : ''}`}
      {date ? <RelativeTime date={date} /> : null}
      {stepId ? (
        <>
          by
          <button
            type="button"
            onClick={() => void setStep(stepId)}
            aria-label={`Open ${stepId}, the last that got this memory`}
            className="min-h-6 rounded-sm font-mono underline underline-offset-2"
          >
            {stepId.slice(0, 13)}
          </button>
        </>
      ) : null}
    </p>
  );
}
