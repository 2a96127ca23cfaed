import { requestJson } from '#lib/letta/request-json.ts';

const PREFIX = 'letta-ade';
/** How a person likes the page to look tells nothing of what they did. */
const LOOKS = ['letta-ade-theme', 'letta-ade-preferences'];
/** Written at a logout, so that the other tabs of this browser hear of it. */
export const LOGOUT_MARK = 'letta-ade-logged-out';

/** Whether this page was opened with a password. */
export function hasSession(): boolean {
  return typeof document !== 'undefined' && document.body.dataset['session'] === '1';
}

/** Ends the session, here and in the other tabs. What this browser kept of the agents is deleted. */
export async function logOut(): Promise<void> {
  await requestJson('/logout', { method: 'POST' });
  attempt(() => localStorage.setItem(LOGOUT_MARK, String(Date.now())));
  leave();
}

/** When somebody last logged out in this browser. */
export function lastLogout(): string | null {
  return attempt(() => localStorage.getItem(LOGOUT_MARK));
}

/** Goes to the login page; the way back leads to a page that has to be loaded anew. */
export function leave(): void {
  document.documentElement.hidden = true;
  // Drafts that were still to be written are written when the page goes.
  addEventListener('pagehide', forget);
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  forget();
  location.replace('/login');
}

function forget(): void {
  attempt(() => {
    for (const storage of [localStorage, sessionStorage]) {
      const names = Object.keys(storage).filter((name) => name.startsWith(PREFIX));
      for (const name of names) if (![...LOOKS, LOGOUT_MARK].includes(name)) storage.removeItem(name);
    }
  });
}

/** Storage throws where the browser blocks it: there is nothing to forget then. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}
