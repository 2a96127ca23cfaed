'use client';

import { useQueryState } from 'nuqs';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Retrieval } from '#lib/archival/read-search-returns.ts';

/** How often the agent was given a memory by its searches, and the way to the step that got it last. */
export function RetrievalLink({ retrieval: { count, last } }: { retrieval: Retrieval }) {
  const [, setStep] = useQueryState('step', { history: 'push' });
  const words = `retrieved ${count === 1 ? 'once' : `${count} times`}`;
  const { stepId, date } = last;
  return (
    <span className="inline-flex items-center gap-1">
      {stepId ? (
        <button
          type="button"
          onClick={() => void setStep(stepId)}
          data-tooltip={`Open the last step that got it: ${stepId}`}
          className="min-h-6 rounded-sm text-accent-text underline underline-offset-2"
        >
          {words}
          <span className="sr-only">, open the last step that got it</span>
        </button>
      ) : (
        <span>{words}</span>
      )}
      {date ? (
        <>
          , last <RelativeTime date={date} />
        </>
      ) : null}
    </span>
  );
}
