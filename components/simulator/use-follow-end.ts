import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** So near the end, scrolling down begins to follow again. */
export const END_THRESHOLD = 48;

/**
 * The outside system: the scroll position. Whoever is at the end stays there, whatever is added or grows, until they
 * scroll up. The virtualizer alone follows only what comes behind its last row, and the last one here is always the
 * status of the turn.
 */
export function useFollowEnd(
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
): void {
  const isFollowing = useRef(true);

  useEffect(() => {
    const element = scroller.current;
    let before = element?.scrollTop ?? 0;
    const handleScroll = () => {
      if (!element) return;
      const left = element.scrollHeight - element.clientHeight - element.scrollTop;
      if (element.scrollTop < before) isFollowing.current = left <= 1;
      else if (left <= END_THRESHOLD) isFollowing.current = true;
      before = element.scrollTop;
    };
    // Before the virtualizer's own listener, which draws at once.
    element?.addEventListener('scroll', handleScroll, { passive: true, capture: true });
    return () => element?.removeEventListener('scroll', handleScroll, { capture: true });
  }, [scroller]);

  // After every drawing: sizes that were only guessed become known between two drawings.
  useLayoutEffect(() => {
    // Somebody scrolled up, and the event that tells it is still to come.
    const isLeaving = (scroller.current?.scrollTop ?? 0) < (virtualizer.scrollOffset ?? 0) - 1;
    if (isFollowing.current && !isLeaving && !virtualizer.isAtEnd(1)) virtualizer.scrollToEnd();
  });
}
