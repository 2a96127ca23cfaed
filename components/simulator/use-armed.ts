import { useEffect, useRef } from 'react';

/** A key that was meant for something else must not decide: nothing does until the panel was in sight this long. */
const ARMED_AFTER_MS = 700;

/** The outside system: the clock. Whether what was just shown may be answered yet. */
export function useArmed(): () => boolean {
  const shownAt = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    shownAt.current = performance.now();
  }, []);
  return () => performance.now() - shownAt.current >= ARMED_AFTER_MS;
}
