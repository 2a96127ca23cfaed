import { updateMessage } from '#server/embedded/store/messages.ts';
import { appendMessages, removeMessages } from '#server/embedded/store/threads.ts';
import type { StepOutput } from './take-step.ts';
import type { Turn } from './turn.ts';

const INTERVAL_MS = 500;

/**
 * Stores the messages of a step while they are still being written, every half second, so that a reload shows them and
 * a crash loses half a second of them. The last call stores what is final.
 */
export function createKeeper(turn: Turn, current: () => StepOutput) {
  const stored = new Set<string>();
  let keptAt = performance.now();
  return {
    /** Whether the time for the next `keepCurrent` has come. */
    isDue: () => performance.now() - keptAt >= INTERVAL_MS,
    async keepCurrent(): Promise<void> {
      keptAt = performance.now();
      await this.keep(current());
    },
    async keep({ messages }: StepOutput): Promise<void> {
      const { db } = turn.context;
      const ids = new Set(messages.map(({ id }) => id));
      // Text before a call that waits for approval goes under another id once that call is known.
      const renamed = [...stored].filter((id) => !ids.has(id));
      if (renamed.length > 0) await removeMessages(db, turn.thread, renamed);
      for (const message of messages) if (stored.has(message.id)) await updateMessage(db, message);
      const added = messages.filter(({ id }) => !stored.has(id));
      if (added.length > 0) await appendMessages(db, turn.thread, added);
      stored.clear();
      for (const id of ids) stored.add(id);
    },
  };
}
