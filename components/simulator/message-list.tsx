'use client';

import { useEffectEvent, useMemo } from 'react';
import { usePreferences } from '#components/ui/preferences-store.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { createRowMaker } from './to-rows.ts';
import { TranscriptView } from './transcript-view.tsx';
import { useTranscript } from './use-history.ts';

/** The conversation: history above, the live turn at the end. */
export function MessageList() {
  const { query, history, run, transcript } = useTranscript();
  const density = usePreferences((state) => state.density);
  const makeRows = useMemo(createRowMaker, []);
  const loadOlder = useEffectEvent(() => void query.fetchNextPage());
  return (
    <QueryView
      query={{ ...query, data: history }}
      describeError={describeFailure}
      errorClassName="m-3"
      skeleton={<ListSkeleton />}
    >
      {() => (
        <TranscriptView
          rows={makeRows(transcript, { density, liveRunId: run.status === 'idle' ? null : run.runId })}
          hasOlder={query.hasNextPage}
          isLoadingOlder={query.isFetchingNextPage}
          onLoadOlder={loadOlder}
        />
      )}
    </QueryView>
  );
}

function ListSkeleton() {
  return (
    <div className="flex flex-1 flex-col justify-end gap-4 p-4">
      <Skeleton lines={3} />
      <Skeleton lines={4} />
    </div>
  );
}
