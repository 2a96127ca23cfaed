'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';
import { StructuredText } from '#components/ui/structured-text.tsx';
import { formatNumber } from '#lib/format.ts';
import type { DirectAnswer } from '#lib/letta/direct-prompt.ts';

/** What the model said, and what it cost. */
export function PromptAnswer({ answer }: { answer: DirectAnswer }) {
  return (
    <section aria-label="Answer" className="rounded-lg border border-border bg-surface">
      <div className="flex items-center gap-2 border-border border-b py-1 pr-1.5 pl-3">
        <h3 className="font-medium text-sm">Answer</h3>
        <span className="min-w-0 flex-1 truncate font-mono text-faint text-xs">{answer.model}</span>
        <CopyButton text={answer.content} label="Copy answer" />
      </div>
      <div className="px-3 py-2.5">
        {answer.content ? (
          <StructuredText text={answer.content} />
        ) : (
          <p className="text-muted">The model answered with no text.</p>
        )}
      </div>
      <dl className="tabular flex flex-wrap gap-x-4 gap-y-0.5 border-border border-t px-3 py-1.5 text-muted text-sm">
        <Tokens label="Prompt" count={answer.promptTokens} />
        <Tokens label="Completion" count={answer.completionTokens} />
        <Tokens label="Total" count={answer.totalTokens} />
      </dl>
    </section>
  );
}

function Tokens({ label, count }: { label: string; count: number | null }) {
  return (
    <div className="flex gap-1">
      <dt>{label}</dt>
      <dd className="text-text">{count === null ? 'not reported' : `${formatNumber(count)} tokens`}</dd>
    </div>
  );
}
