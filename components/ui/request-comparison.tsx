import { diffRequests } from '#lib/trace/diff-requests.ts';
import { explainCache } from '#lib/trace/explain-cache.ts';
import type { ModelRequest } from '#lib/trace/model-call.ts';
import { RequestDiffView } from './request-diff-view.tsx';

interface RequestComparisonProps {
  before: ModelRequest;
  after: ModelRequest;
  /** Tokens of the later request that came from the provider's cache; null where nobody reported them. */
  cached: number | null;
}

/** How far the provider's cache could reach from one request to the next, and what changed between them. */
export function RequestComparison({ before, after, cached }: RequestComparisonProps) {
  return (
    <div className="flex flex-col gap-4">
      <p
        role="note"
        aria-label="Prompt cache"
        className="rounded-md bg-surface-sunken p-2.5 text-sm dark:bg-background"
      >
        {explainCache(before, after, cached).sentence}
      </p>
      <RequestDiffView diff={diffRequests(before, after)} />
    </div>
  );
}
