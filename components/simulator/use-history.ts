import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import { useRun, useThreadRef } from '#components/session/agent-session.tsx';
import { messagesQuery } from '#lib/letta/messages.ts';
import { isActive } from '#lib/runs/run-state.ts';
import { pendingCalls, type ToolItem } from '#lib/runs/to-transcript.ts';
import { createTranscriptMerger, type History, joinPages } from './merge-transcript.ts';

/** Whether messages of failed steps are shown; a part of the address. */
export function useWithErrors() {
  return useQueryState('errors', parseAsBoolean.withDefault(false));
}

/** What the server holds of the open thread, as far as it is loaded. */
function useHistory() {
  const [withErrors] = useWithErrors();
  const query = useInfiniteQuery(messagesQuery(useThreadRef(), { withErrors }));
  const { data, dataUpdatedAt } = query;
  const history = useMemo<History | undefined>(
    () => (data ? { messages: joinPages(data.pages), readAt: dataUpdatedAt } : undefined),
    [data, dataUpdatedAt],
  );
  return { query, history };
}

const NOTHING: History = { messages: [], readAt: 0 };

/** History and the live turn as rows. It changes with every picture of a stream. */
export function useTranscript() {
  const { query, history } = useHistory();
  const run = useRun((store) => store.run);
  const [merge] = useState(createTranscriptMerger);
  return { query, history, run, transcript: merge(history ?? NOTHING, run) };
}

/** The newest step of the open thread that the server holds messages of; null where there is none. */
export function useLastStepId(): string | null {
  const { history } = useHistory();
  return history?.messages.findLast((message) => message.step_id)?.step_id ?? null;
}

const NO_CALLS: ToolItem[] = [];

/** The calls that wait for the person: none while a turn goes on, none that were just answered. */
export function usePendingCalls(): ToolItem[] {
  const { history } = useHistory();
  const settled = useRun((store) => (isActive(store.run.status) ? null : store.run));
  const [merge] = useState(createTranscriptMerger);
  return useMemo(() => {
    if (settled === null || !history) return NO_CALLS;
    const pending = pendingCalls(merge(history, settled).items);
    return pending.filter((call) => !settled.answered.includes(call.callId));
  }, [merge, history, settled]);
}
