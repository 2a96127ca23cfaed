const LONGEST = 2_048;
const NOWHERE = 'http://ade.invalid';

/**
 * The page to go on to after a login: a plain path of our own as a browser would write it, else the start page. What
 * a browser would read as another host (`//host`, `/\host`, `/.//host`) is not plain.
 */
export function nextPath(wanted: string | null): string {
  if (!wanted?.startsWith('/') || wanted.startsWith('//') || wanted.length > LONGEST) return '/';
  const url = URL.parse(wanted, NOWHERE);
  if (url?.origin !== NOWHERE || url.pathname + url.search !== wanted) return '/';
  return /^\/(?:login|logout)(?:\/|$)/.test(url.pathname) ? '/' : wanted;
}
