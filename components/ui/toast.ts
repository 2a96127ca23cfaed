import { createStore } from 'zustand/vanilla';

export type ToastMessage = { tone: 'success' | 'error'; message: string };

/** Messages that wait for the toaster, which is fetched when the first one comes. */
export const toastQueue = createStore<ToastMessage[]>(() => []);

function enqueue(entry: ToastMessage) {
  toastQueue.setState((queue) => [...queue, entry], true);
}

/** For results whose control is gone. Anything else is said at its control. */
export const toast = {
  success: (message: string) => enqueue({ tone: 'success', message }),
  error: (message: string) => enqueue({ tone: 'error', message }),
};
