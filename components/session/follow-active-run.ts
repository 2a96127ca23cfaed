import { type QueryClient, QueryObserver } from '@tanstack/react-query';
import { activeRunQuery } from '#lib/letta/live-runs.ts';
import { messageKeys } from '#lib/letta/messages.ts';
import { isActive } from '#lib/runs/run-state.ts';
import type { ThreadSession } from './thread-session.ts';

/**
 * Follows a run that goes on at the server, after a reload or begun elsewhere, as often as this page has none of its own.
 * Returns how to stop.
 */
export function followActiveRun(client: QueryClient, session: ThreadSession): () => void {
  const isBusy = () => isActive(session.run.getState().run.status);
  const options = () => ({ ...activeRunQuery(session.ref), enabled: !isBusy() });
  const observer = new QueryObserver(client, options());
  let followed: string | null = null;
  let noneAt = 0;

  function look(): void {
    const { data: active, dataUpdatedAt } = observer.getCurrentResult();
    const { endedAt } = session.run.getState().run;
    if (active === null && !isBusy() && dataUpdatedAt > noneAt) {
      noneAt = dataUpdatedAt;
      void readHistoryAfter(client, session, noneAt);
    }
    // What was read before our own turn ended may name a run that is over.
    const run = !isBusy() && active && dataUpdatedAt > (endedAt ?? 0) ? active : null;
    if (run && run.id !== followed) void session.attach({ runId: run.id, isBackground: run.background ?? false });
    followed = run?.id ?? null;
  }

  const stopReading = observer.subscribe(look);
  const stopWatching = session.run.subscribe(({ run }, { run: before }) => {
    if (isActive(run.status) === isActive(before.status) && run.endedAt === before.endedAt) return;
    observer.setOptions(options());
    look();
  });
  look();
  return () => {
    stopReading();
    stopWatching();
  };
}

/** A run may end after the history was read and before it was asked for: what it said last is then in neither answer. */
async function readHistoryAfter(client: QueryClient, { ref }: ThreadSession, time: number): Promise<void> {
  const queryKey = messageKeys.thread(ref);
  const wasReading = client.isFetching({ queryKey }) > 0;
  const isNewer = client
    .getQueryCache()
    .findAll({ queryKey })
    .every(({ state }) => state.dataUpdatedAt > time);
  if (isNewer && !wasReading) return;
  await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  if (wasReading) await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
}
