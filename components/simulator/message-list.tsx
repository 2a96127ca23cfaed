'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, MessagesSquare } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useAgentRef, useRun } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { messagesQuery } from '#lib/letta/messages.ts';
import { joinPages, mergeTranscript, type TranscriptRow } from './merge-transcript.ts';
import { Suggestions } from './suggestions.tsx';
import { TranscriptItemView } from './transcript-item-view.tsx';
import { LiveTurnStatus, PastTurnStatus } from './turn-status.tsx';
import { useLoadOlder } from './use-load-older.ts';

type Row = { key: string; item: TranscriptRow } | { key: string; endOf: string } | { key: 'live-status' };

const END_THRESHOLD = 48;

/** The conversation: history above, the live turn at the end. It sticks to the bottom until one scrolls away. */
export function MessageList() {
  const ref = useAgentRef();
  const run = useRun((store) => store.run);
  const history = useInfiniteQuery(messagesQuery(ref));
  const pages = history.data?.pages;
  // A stream draws many times a second; what is past does not change meanwhile.
  const past = useMemo(() => (pages ? joinPages(pages) : undefined), [pages]);
  const query = { ...history, data: past };
  return (
    <QueryView query={query} describeError={describeFailure} errorClassName="m-3" skeleton={<ListSkeleton />}>
      {(messages) => (
        <Transcript
          rows={toRows(mergeTranscript(messages, run), run.status === 'idle' ? null : run.runId)}
          hasOlder={history.hasNextPage}
          isLoadingOlder={history.isFetchingNextPage}
          onLoadOlder={() => void history.fetchNextPage()}
        />
      )}
    </QueryView>
  );
}

/** A turn of history ends with a row of its own; the live turn's end is the last row. */
function toRows(items: TranscriptRow[], liveRunId: string | null): Row[] {
  const rows: Row[] = [];
  for (const [index, item] of items.entries()) {
    rows.push({ key: item.key, item });
    const next = items[index + 1];
    const endsTurn = item.runId !== null && item.runId !== next?.runId && item.runId !== liveRunId;
    if (endsTurn && item.runId) rows.push({ key: `end-${item.key}`, endOf: item.runId });
  }
  return [...rows, { key: 'live-status' }];
}

interface TranscriptProps {
  rows: Row[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onLoadOlder: () => void;
}

function Transcript({ rows, hasOlder, isLoadingOlder, onLoadOlder }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const keys = useMemo(() => rows.map((row) => row.key), [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => keys[index] ?? index,
    estimateSize: () => 72,
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_THRESHOLD,
    initialOffset: Number.MAX_SAFE_INTEGER,
    paddingStart: 12,
    paddingEnd: 12,
  });
  useLoadOlder(scroller, { isOn: hasOlder && !isLoadingOlder, load: onLoadOlder });
  const isIdle = useRun((store) => store.run.status === 'idle');
  const isEmpty = isIdle && rows.every((row) => !('item' in row) || row.item.kind === 'system');

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        aria-label="Transcript"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset h-full overflow-y-auto overflow-x-hidden [overflow-anchor:none]"
      >
        {isLoadingOlder ? <p className="py-2 text-center text-faint text-sm">Loading older messages…</p> : null}
        <ol className="relative w-full" style={{ height: virtualizer.getTotalSize() }} aria-label="Messages">
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            return row ? (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className="absolute top-0 left-0 w-full px-4 py-1.5"
                style={{ transform: `translateY(${start}px)` }}
              >
                <RowView row={row} />
              </li>
            ) : null;
          })}
        </ol>
        {isEmpty ? (
          <EmptyState
            className="absolute inset-x-0 top-1/4"
            icon={<MessagesSquare />}
            title="Nothing said yet"
            text="Write a message below, or try one of these. What the agent thinks, calls and remembers shows up as it happens."
            action={<Suggestions />}
          />
        ) : null}
      </section>
      {virtualizer.isAtEnd(END_THRESHOLD) ? null : (
        <Button
          size="sm"
          icon={<ArrowDown />}
          className="-translate-x-1/2 absolute bottom-3 left-1/2 shadow-raised"
          onClick={() => virtualizer.scrollToEnd()}
        >
          Latest
        </Button>
      )}
    </div>
  );
}

function RowView({ row }: { row: Row }) {
  if ('item' in row) return <TranscriptItemView item={row.item} />;
  return 'endOf' in row ? <PastTurnStatus runId={row.endOf} /> : <LiveTurnStatus />;
}

function ListSkeleton() {
  return (
    <div className="flex flex-1 flex-col justify-end gap-4 p-4">
      <Skeleton lines={3} />
      <Skeleton lines={4} />
    </div>
  );
}
