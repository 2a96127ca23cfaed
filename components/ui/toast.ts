import { createStore } from 'zustand/vanilla';
import type { ErrorDescription } from './error-note.tsx';

export type ToastMessage = { tone: 'success' | 'error'; message: string; failure?: ErrorDescription };

/** Messages that wait for the toaster, which is fetched when the first one comes. */
export const toastQueue = createStore<ToastMessage[]>(() => []);

function enqueue(entry: ToastMessage) {
  toastQueue.setState((queue) => [...queue, entry], true);
}

/** For results whose control is gone. Anything else is said at its control. */
export const toast = {
  success: (message: string) => enqueue({ tone: 'success', message }),
  error: (message: string) => enqueue({ tone: 'error', message }),
  /** What did not happen, and why. */
  failure: (what: string, failure: ErrorDescription) => {
    const why = [failure.title.replace(/\.?$/, '.'), failure.message, failure.next].filter(Boolean).join(' ');
    enqueue({ tone: 'error', message: `${what} ${why}`, failure });
  },
};
