import { isBlockedHost } from '#server/proxy/blocked-address.ts';

/** A server address that passed the rules, or why not. `url` has no trailing slash; `suggestion` is an address that would pass. */
export type ServerUrl =
  | { ok: true; url: string; origin: string }
  | { ok: false; message: string; next: string; suggestion?: string };

export interface ServerUrlRules {
  /** Host headers under which this process itself answers, for example `localhost:3000`. */
  ownHosts: ReadonlySet<string>;
}

const EXAMPLE = 'Enter an address such as http://localhost:8283 or https://api.letta.com.';
const LONGEST_URL = 2000;

/** Checks and normalises the address of a Letta server. Never throws and never resolves the name. */
export function parseServerUrl(input: string, rules: ServerUrlRules): ServerUrl {
  const text = input.trim();
  if (text === '') return refuse('The address is empty.', EXAMPLE);
  if (text.length > LONGEST_URL) return refuse('The address is longer than 2,000 characters.', EXAMPLE);
  if (/[\s\p{Cc}\\]/u.test(text)) {
    return refuse('The address contains a space, a backslash or a control character.', 'Remove it and try again.');
  }
  if (/%(?:2f|5c|2e)/i.test(text)) {
    return refuse('The address contains an encoded slash or dot.', 'Write it without % codes.');
  }
  if (!/^https?:\/\/[^/]/i.test(text)) return refuseScheme(text);
  const url = URL.parse(text);
  if (!url?.hostname) return refuse(`"${text}" is not a valid address.`, `Check the host and the port. ${EXAMPLE}`);
  return refuseParts(url) ?? refuseHost(url, rules) ?? accept(url);
}

function refuseScheme(text: string): ServerUrl {
  const rest = text.replace(/^[a-z]*[:;.]?\/+/i, '').replace(/^(?:https?)[:;]/i, '');
  const named = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  const suggestion = suggestWithScheme(rest, /^https/i.test(text));
  const message = named
    ? `The address starts with "${named}://"; only http:// and https:// work.`
    : 'The address does not start with http:// or https://.';
  return suggestion
    ? { ok: false, message, next: `Did you mean ${suggestion}?`, suggestion }
    : refuse(message, EXAMPLE);
}

function suggestWithScheme(rest: string, wasHttps: boolean): string | undefined {
  const isNear = /^(?:localhost|[\d.]+|\[[\d:a-f]+\]|[^./:]+)(?::\d+)?(?:\/|$)/i.test(rest);
  const url = URL.parse(`${isNear && !wasHttps ? 'http' : 'https'}://${rest}`);
  if (!url?.hostname || url.username || url.password) return undefined;
  return isBlockedHost(url.hostname) ? undefined : plain(url);
}

function refuseParts(url: URL): ServerUrl | undefined {
  if (url.username || url.password) {
    return refuse('The address contains a user name or password.', 'Put the password or key into its own field.');
  }
  if (url.search || url.hash) {
    return suggest(url, 'The address has a "?" or "#" part, which a server address cannot have.');
  }
  if (/\/v1\/?$/.test(url.pathname)) {
    url.pathname = url.pathname.replace(/\/v1\/?$/, '');
    return suggest(url, 'The address ends in /v1, which is added for every call.');
  }
  return undefined;
}

function refuseHost(url: URL, { ownHosts }: ServerUrlRules): ServerUrl | undefined {
  if (isBlockedHost(url.hostname)) {
    return refuse(
      `${url.hostname} is an address no Letta server has (link-local, cloud metadata, multicast or unspecified).`,
      'Use the name or the address the server listens on, for example http://127.0.0.1:8283.',
    );
  }
  if (isOwnAddress(url, ownHosts)) {
    return refuse(
      'That is the address of this Letta ADE itself.',
      'Enter the address of a Letta server; it usually ends in :8283.',
    );
  }
  return undefined;
}

function isOwnAddress(url: URL, ownHosts: ReadonlySet<string>): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const name = url.hostname.replace(/\.$/, '');
  const isLoopback = name === 'localhost' || name.endsWith('.localhost') || /^127\./.test(name) || name === '[::1]';
  return ownHosts.has(`${isLoopback ? 'localhost' : name}:${port}`) || ownHosts.has(url.host);
}

function accept(url: URL): ServerUrl {
  return { ok: true, url: plain(url), origin: url.origin };
}

/** Origin and path only, without a trailing slash. */
function plain(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function suggest(url: URL, message: string): ServerUrl {
  const suggestion = plain(url);
  return { ok: false, message, next: `Did you mean ${suggestion}?`, suggestion };
}

function refuse(message: string, next: string): ServerUrl {
  return { ok: false, message, next };
}
