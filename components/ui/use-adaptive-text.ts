import { useLayoutEffect, useRef, useState } from 'react';

/** Of the time between two drawings, at most one part in this many is spent drawing. */
const SHARE = 4;
const FREE_MS = 4;

/**
 * The outside system: the clock. A text that grows many times a second, drawn as often as its drawing is cheap: one huge
 * block is drawn less often, so that the page stays quick.
 */
export function useAdaptiveText(text: string): string {
  const [shown, setShown] = useState(text);
  const drawn = useRef({ text, at: 0, cost: 0 });
  const begun = performance.now();

  useLayoutEffect(() => {
    if (drawn.current.text === shown) return;
    const at = performance.now();
    drawn.current = { text: shown, at, cost: at - begun };
  });

  useLayoutEffect(() => {
    if (text === shown) return;
    const { at, cost } = drawn.current;
    const wait = cost < FREE_MS ? 0 : at + cost * SHARE - performance.now();
    if (wait <= 0) {
      setShown(text);
      return;
    }
    const timer = setTimeout(() => setShown(text), wait);
    return () => clearTimeout(timer);
  }, [text, shown]);
  return shown;
}
