'use client';

import { type InfiniteQueryObserverResult, useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { formatNumber } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Retrievals, retrievalsQuery } from '#lib/letta/retrievals.ts';

/** Says what the counts of retrievals are counted in, and counts further back when asked. */
export function RetrievalNote() {
  const query = useInfiniteQuery(retrievalsQuery(useAgentRef()));
  const [isCounting, setCounting] = useState(false);
  const isStopped = useRef(false);
  if (query.error && !query.data)
    return <p className="text-faint text-xs">Retrievals unknown. {describeFailure(query.error).title}.</p>;
  if (!query.data) return null;

  async function countAll() {
    isStopped.current = false;
    setCounting(true);
    let page: InfiniteQueryObserverResult<Retrievals> = await query.fetchNextPage();
    while (page.hasNextPage && !page.error && !isStopped.current) page = await page.fetchNextPage();
    setCounting(false);
  }

  return (
    <div className="flex flex-wrap items-center gap-x-2 text-faint text-xs">
      <p role="status">{describeCoverage(query.data, query.hasNextPage)}</p>
      {isCounting ? (
        <Button size="sm" onClick={() => (isStopped.current = true)}>
          Stop counting
        </Button>
      ) : query.hasNextPage ? (
        <Button size="sm" onClick={() => void countAll()}>
          Count further back
        </Button>
      ) : null}
      {query.error ? <p role="alert">{describeFailure(query.error).title}: not all could be read.</p> : null}
    </div>
  );
}

function describeCoverage({ messages, searches, nameless }: Retrievals, hasMore: boolean): string {
  const where = `${hasMore ? "this agent's newest" : 'all'} ${formatNumber(messages)} messages${hasMore ? '' : ' this server keeps of the agent'}`;
  const what = searches === 1 ? '1 archival search' : `${formatNumber(searches)} archival searches`;
  const unnamed = nameless > 0 ? ` ${formatNumber(nameless)} results name no memory and are not counted.` : '';
  return `Retrieved: what ${what} gave, in ${where}.${unnamed}`;
}
