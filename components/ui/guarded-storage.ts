import { createJSONStorage } from 'zustand/middleware';

/**
 * A browser storage that cannot break the page. Storage throws where the browser blocks it or it is full: what is kept
 * in it then lasts as long as the page.
 */
export function guardedStorage<T>(kind: 'localStorage' | 'sessionStorage') {
  return createJSONStorage<T>(() => ({
    getItem: (name) => attempt(() => window[kind].getItem(name)),
    setItem: (name, value) => attempt(() => window[kind].setItem(name, value)),
    removeItem: (name) => attempt(() => window[kind].removeItem(name)),
  }));
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
