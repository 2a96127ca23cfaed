import { formatNumber } from '#lib/format.ts';
import type { Batch } from './use-batch.ts';

/** How far a batch has come, and what failed in it. */
export function BatchProgress({ batch: { total, progress }, verb }: { batch: Batch; verb: string }) {
  if (!progress) return null;
  const { done, failures } = progress;
  return (
    <div className="flex flex-col gap-1.5">
      <p role="status" className="tabular text-sm">
        {formatNumber(done)} of {formatNumber(total)} {verb}
      </p>
      <progress value={done + failures.length} max={total} aria-label="Progress" className="w-full" />
      {failures.length > 0 ? (
        <ul aria-label="What failed" className="max-h-40 overflow-y-auto text-sm">
          {failures.map(({ agent, reason }) => (
            <li key={agent.id} className="wrap-anywhere">
              <span className="font-medium">{agent.name}</span> <span className="text-danger">{reason}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
