import { useSyncExternalStore } from 'react';

const subscribe = () => () => {};

/** Whether the keyboard has a ⌘ key. False on the server and while hydrating. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => /mac|iphone|ipad/i.test(navigator.userAgent),
    () => false,
  );
}
