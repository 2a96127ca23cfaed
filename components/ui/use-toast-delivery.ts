import { useEffect } from 'react';
import { toast as sonner } from 'sonner';
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
  for (const { tone, message } of queue) {
    if (tone === 'error') sonner.error(message, { duration: ERROR_MS });
    else sonner.success(message, { duration: SUCCESS_MS });
  }
}
