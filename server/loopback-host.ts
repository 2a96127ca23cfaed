import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The address to bind for a HOST setting, or undefined when it is not plainly this machine. Only the plain spellings
 * pass: a wildcard address has too many others (`0`, `0x0`, `::ffff:0.0.0.0`, fullwidth digits) to list them.
 */
export function loopbackHost(setting: string): string | undefined {
  const host = setting.trim().toLowerCase();
  if (host === 'localhost') return '127.0.0.1';
  if (host === '::1' || host === '[::1]') return '::1';
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1);
  return octets?.every((octet) => isPlainOctet(octet)) ? host : undefined;
}

/**
 * The address to bind for a HOST setting that other machines can reach, or undefined when it is not plainly spelled. A
 * wildcard is `0.0.0.0` or `::` and nothing else.
 */
export function networkHost(setting: string): string | undefined {
  const host = setting
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  if (isIPv4(host)) return host;
  if (!isIPv6(host) || /[.%]/.test(host)) return undefined;
  // As browsers write it in a Host header.
  const address = URL.parse(`http://[${host}]/`)?.hostname.slice(1, -1);
  return address?.startsWith('::ffff:') ? undefined : address;
}

/** Whether only this machine can reach an address that was bound. */
export function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.');
}

/** The names a bound address is reached by; a wildcard by every address that this machine has now. */
export function namesOf(host: string): string[] {
  return isWildcard(host) ? ownAddresses().map(hostInUrl) : [hostInUrl(host)];
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** Without link-local IPv6 addresses, which no browser can open. */
function ownAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []);
  return addresses.filter((address) => !/^fe[89ab]/i.test(address));
}

function isPlainOctet(octet: string): boolean {
  return String(Number(octet)) === octet && Number(octet) <= 255;
}

/** How a bound address is written in a URL or a Host header. */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The address a person at this machine types: `localhost` for the usual bind addresses, else the address itself. */
export function readableUrl(host: string, port: number): string {
  return `http://${host === '127.0.0.1' || isWildcard(host) ? 'localhost' : hostInUrl(host)}:${port}`;
}
