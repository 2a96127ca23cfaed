import { useRef } from 'react';

/**
 * Runs an action at most once at a time. A double click comes before React has drawn the button as busy, so state
 * alone would let the second one through.
 */
export function useSingleFlight<Args extends unknown[]>(
  action: (...args: Args) => Promise<unknown>,
): (...args: Args) => void {
  const isFlying = useRef(false);
  return (...args) => {
    if (isFlying.current) return;
    isFlying.current = true;
    action(...args)
      // What went wrong is shown from the mutation's own state.
      .catch(() => undefined)
      .finally(() => {
        isFlying.current = false;
      });
  };
}
