import { useEffect, useState } from 'react';

/** The outside system: the clock. Whole seconds left of a wait that began when this was first asked. */
export function useCountdown(milliseconds: number | null): number {
  const [left, setLeft] = useState(milliseconds ?? 0);
  useEffect(() => {
    if (milliseconds === null) return;
    const until = Date.now() + milliseconds;
    const tick = () => setLeft(Math.max(0, until - Date.now()));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return Math.ceil(left / 1_000);
}
