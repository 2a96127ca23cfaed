import { useEffect, useState } from 'react';

/** A click or a key that was meant for something else must not decide: nothing does until it was in sight this long. */
const ARMED_AFTER_MS = 700;

/** The outside system: the clock. Whether what was just shown may be answered yet. */
export function useArmed(): boolean {
  const [isArmed, setArmed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMED_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return isArmed;
}
