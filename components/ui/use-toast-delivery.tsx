import { useEffect } from 'react';
import { toast as sonner } from 'sonner';
import { ErrorDetails } from './error-details.tsx';
import type { ErrorDescription } from './error-note.tsx';
import { toastQueue } from './toast.ts';

const SUCCESS_MS = 4000;
const ERROR_MS = 12_000;

/** The outside system: sonner, which drops what is said before it listens; hence the queue. */
export function useToastDelivery() {
  useEffect(() => {
    deliver();
    return toastQueue.subscribe(deliver);
  }, []);
}

function deliver() {
  const queue = toastQueue.getState();
  if (queue.length === 0) return;
  toastQueue.setState([], true);
  for (const { tone, message, failure } of queue) {
    if (failure?.details) showFailure(message, failure);
    else if (tone === 'error') sonner.error(message, { duration: ERROR_MS });
    else sonner.success(message, { duration: SUCCESS_MS });
  }
}

/** Stays once somebody reads its details. */
function showFailure(message: string, { details = '', curl }: ErrorDescription) {
  const show = (options: { duration: number; id?: number | string }): number | string =>
    sonner.error(message, {
      ...options,
      description: (
        <ErrorDetails text={details} curl={curl} onOpen={() => void show({ id, duration: Number.POSITIVE_INFINITY })} />
      ),
    });
  const id = show({ duration: ERROR_MS });
}
