'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { LongText } from '#components/ui/long-text.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatDuration } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { runSpansQuery } from '#lib/letta/runs.ts';
import { readSpan } from '#lib/trace/read-span.ts';

/** The OpenTelemetry spans of a run, folded away: most servers keep none. */
export function RunSpans({ runId }: { runId: string }) {
  const [isOpen, setOpen] = useState(false);
  const ref = useAgentRef();
  const { usable, offReason } = useCapability(ref.serverId, 'spans');
  const spans = useQuery({ ...runSpansQuery(ref, runId), enabled: isOpen && usable });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="mb-1.5 font-medium text-sm">Spans</summary>
      {offReason ? (
        <p className="text-pretty text-muted">{offReason}</p>
      ) : (
        <QueryView
          query={spans}
          describeError={describeFailure}
          skeleton={<Skeleton lines={3} />}
          empty={<p className="text-faint">The server has no spans of this run.</p>}
        >
          {(found) => (found ? <SpanRows spans={found} runId={runId} /> : <NoSpans />)}
        </QueryView>
      )}
    </details>
  );
}

function SpanRows({ spans, runId }: { spans: Record<string, unknown>[]; runId: string }) {
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label="Spans" className="divide-y divide-border rounded-md border border-border bg-surface">
        {spans.map((span, index) => {
          const { name, duration } = readSpan(span);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is never sorted, and a span need not have an id
            <li key={index} className="flex items-center gap-3 px-2.5 py-1.5 text-sm">
              <span className="wrap-anywhere min-w-0 flex-1 font-mono">{name}</span>
              <span className="tabular text-muted">
                {duration === null ? 'duration not reported' : formatDuration(duration)}
              </span>
            </li>
          );
        })}
      </ol>
      <LongText text={JSON.stringify(spans, null, 2)} name={`spans of ${runId}`} />
    </div>
  );
}

function NoSpans() {
  return (
    <p className="text-pretty text-muted">
      This server keeps no OpenTelemetry spans: a Letta server needs ClickHouse for them (LETTA_CLICKHOUSE_ENDPOINT).
      The request and the answer of each model call are in the steps below.
    </p>
  );
}
