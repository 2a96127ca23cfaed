import { updateMessage } from '#server/embedded/store/messages.ts';
import { appendMessages } from './append-messages.ts';
import type { StepOutput } from './take-step.ts';
import type { Turn } from './turn.ts';

const INTERVAL_MS = 500;

/**
 * Stores the message of a step while it is still being written, every half second, so that a reload shows it and a
 * crash loses half a second of it. The last call stores what is final.
 */
export function createKeeper(turn: Turn, current: () => StepOutput) {
  let isStored = false;
  let keptAt = performance.now();

  const keep = async (output: StepOutput): Promise<void> => {
    if (output.isEmpty) return;
    if (isStored) await updateMessage(turn.context.db, output.message);
    else await appendMessages(turn, [output.message]);
    isStored = true;
  };

  return {
    keep,
    async keepNowAndThen(): Promise<void> {
      if (performance.now() - keptAt < INTERVAL_MS) return;
      keptAt = performance.now();
      await keep(current());
    },
  };
}
