'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, MessagesSquare } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { useRun } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { cn } from '#lib/cn.ts';
import { createKeyReader } from './create-key-reader.ts';
import { FindBar } from './find-bar.tsx';
import { useFound } from './find-store.ts';
import { Suggestions } from './suggestions.tsx';
import type { Row } from './to-rows.ts';
import { TranscriptItemView } from './transcript-item-view.tsx';
import { LiveTurnStatus, PastTurnStatus } from './turn-status.tsx';
import { END_THRESHOLD, useFollowEnd } from './use-follow-end.ts';
import { useLoadOlder } from './use-load-older.ts';

interface TranscriptViewProps {
  rows: Row[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onLoadOlder: () => void;
}

/** The lines, of which only those in sight are drawn. It sticks to the bottom until one scrolls away. */
export function TranscriptView({ rows, hasOlder, isLoadingOlder, onLoadOlder }: TranscriptViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [keyReader] = useState(createKeyReader);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: keyReader(rows),
    estimateSize: () => 72,
    overscan: 8,
    anchorTo: 'end',
    scrollEndThreshold: END_THRESHOLD,
    initialOffset: Number.MAX_SAFE_INTEGER,
    paddingStart: 12,
    paddingEnd: 12,
  });
  useFollowEnd(scroller, virtualizer);
  useLoadOlder(scroller, { isOn: hasOlder && !isLoadingOlder, load: onLoadOlder });
  const isIdle = useRun((store) => store.run.status === 'idle');
  const isEmpty = isIdle && rows.every((row) => !('item' in row) || row.item.kind === 'system');
  const found = useFound();
  const fits = virtualizer.getTotalSize() <= (virtualizer.scrollRect?.height ?? 0);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <FindBar
        rows={rows}
        hasOlder={hasOlder}
        isLoadingOlder={isLoadingOlder}
        onLoadOlder={onLoadOlder}
        onJump={(index) => virtualizer.scrollToIndex(index, { align: 'center' })}
      />
      <section
        ref={scroller}
        aria-label="Transcript"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="focus-inset min-h-0 flex-1 overflow-y-auto overflow-x-hidden [overflow-anchor:none]"
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
                aria-current={row.key === found ? 'true' : undefined}
                className={cn('absolute top-0 left-0 w-full px-4 py-1.5', row.key === found && 'bg-warning-soft')}
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
      {fits || virtualizer.isAtEnd(END_THRESHOLD) ? null : (
        <Button
          size="sm"
          icon={<ArrowDown />}
          className="-translate-x-1/2 absolute! bottom-3 left-1/2 shadow-raised"
          onClick={() => virtualizer.scrollToEnd()}
        >
          Latest
        </Button>
      )}
    </div>
  );
}

/** Rows that stay are the same objects: only those that changed are drawn again. */
const RowView = memo(function RowView({ row }: { row: Row }) {
  if ('item' in row) return <TranscriptItemView item={row.item} />;
  return 'endOf' in row ? <PastTurnStatus runId={row.endOf} /> : <LiveTurnStatus />;
});
