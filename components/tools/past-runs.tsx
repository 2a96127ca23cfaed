'use client';

import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { formatDuration } from '#lib/format.ts';
import { usePastRuns } from './tool-runs-store.ts';

interface PastRunsProps {
  toolKey: string;
  /** Puts the arguments of a try back. */
  onUse: (argsText: string) => void;
}

/** The last tries of the tool in this browser. */
export function PastRuns({ toolKey, onUse }: PastRunsProps) {
  const runs = usePastRuns(toolKey);
  if (runs.length === 0) return null;
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-muted text-sm">Last tries ({runs.length})</summary>
      <ul aria-label="Last tries" className="mt-1 divide-y divide-border">
        {runs.map((run) => (
          <li key={run.at} className="flex items-center gap-2 py-1.5 text-sm">
            <Badge tone={run.status === 'success' ? 'success' : 'danger'}>{run.status}</Badge>
            <span className="min-w-0 flex-1 truncate font-mono text-muted">
              {run.argsText.replace(/\s+/g, ' ')} → {run.text}
            </span>
            <span className="tabular shrink-0 text-faint">{formatDuration(run.durationMs)}</span>
            <RelativeTime date={run.at} className="shrink-0 text-faint" />
            <Button size="sm" onClick={() => onUse(run.argsText)}>
              Use
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
