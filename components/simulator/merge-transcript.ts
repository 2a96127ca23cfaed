import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { isActive, type RunState } from '#lib/runs/reduce-run.ts';
import { keyOf, type TranscriptItem, toTranscript } from '#lib/runs/to-transcript.ts';

/** A transcript row, and whether it belongs to the live turn and is still growing. */
export type TranscriptRow = TranscriptItem & { isLive: boolean };

/**
 * History and the live turn as one list. While the turn goes on its live messages stand for it; when it is over,
 * history takes their place in the same render. A turn that broke off keeps what history does not have.
 */
export function mergeTranscript(history: LettaMessage[], run: RunState): TranscriptRow[] {
  const live = [...(run.sent ? [run.sent] : []), ...run.messages];
  if (isActive(run.status)) {
    const liveKeys = new Set(live.map(keyOf));
    const past = history.filter(
      (message) => (run.runId === null || message.run_id !== run.runId) && !liveKeys.has(keyOf(message)),
    );
    return [...rows(past, false), ...rows(live, true)];
  }
  const isStored = run.runId !== null && history.some((message) => message.run_id === run.runId);
  if (isStored && (run.status === 'finished' || run.status === 'waiting-for-approval')) return rows(history, false);
  const historyKeys = new Set(history.map(keyOf));
  // A system message loses its `otid` in history: where the run is stored, so is what began it.
  const unsaved = live.filter((message) => !historyKeys.has(keyOf(message)) && !(isStored && message === run.sent));
  return [...rows(history, false), ...rows(unsaved, false)];
}

/** Pages of history, newest page first, as one list without repeats, oldest first. */
export function joinPages(pages: LettaMessage[][]): LettaMessage[] {
  const byKey = new Map<string, LettaMessage>();
  for (const message of pages.toReversed().flat()) byKey.set(`${message.id}-${keyOf(message)}`, message);
  return [...byKey.values()];
}

function rows(messages: LettaMessage[], isLive: boolean): TranscriptRow[] {
  return toTranscript(messages).map((item) => ({ ...item, isLive }));
}
