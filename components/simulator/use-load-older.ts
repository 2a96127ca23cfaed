import { type RefObject, useEffect, useEffectEvent } from 'react';

const NEAR_TOP_PX = 400;

/** The outside system: the scroll position. Near the top, the next older page is asked for. */
export function useLoadOlder(
  scroller: RefObject<HTMLElement | null>,
  { isOn, load }: { isOn: boolean; load: () => void },
) {
  const check = useEffectEvent(() => {
    if (isOn && scroller.current && scroller.current.scrollTop < NEAR_TOP_PX) load();
  });
  useEffect(() => {
    const element = scroller.current;
    const handleScroll = () => check();
    element?.addEventListener('scroll', handleScroll, { passive: true });
    return () => element?.removeEventListener('scroll', handleScroll);
  }, [scroller]);
}
