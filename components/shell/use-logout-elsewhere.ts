import { useEffect } from 'react';
import { LOGOUT_MARK, leave } from './log-out.ts';

/** The outside system: the other tabs of this browser, whose logout is one here too. */
export function useLogoutElsewhere() {
  useEffect(() => {
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === LOGOUT_MARK && newValue !== null) leave();
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, []);
}
