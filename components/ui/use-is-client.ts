import { useSyncExternalStore } from 'react';

const NEVER_CHANGES = () => () => undefined;

/** False on the server and in the first render of the page, which must be the server's; true from then on. */
export function useIsClient(): boolean {
  return useSyncExternalStore(
    NEVER_CHANGES,
    () => true,
    () => false,
  );
}
