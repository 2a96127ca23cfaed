import { useEffect } from 'react';
import { LOGOUT_MARK, lastLogout, leave } from './log-out.ts';

/** The outside system: the other pages of this browser, whose logout is one here too, also while this one was put by. */
export function useLogoutElsewhere() {
  useEffect(() => {
    const before = lastLogout();
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === LOGOUT_MARK && newValue !== null) leave();
    };
    const onPageShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted && lastLogout() !== before) leave();
    };
    window.addEventListener('storage', onStorage);
    window.addEventListener('pageshow', onPageShow);
    return () => {
      window.removeEventListener('storage', onStorage);
      window.removeEventListener('pageshow', onPageShow);
    };
  }, []);
}
