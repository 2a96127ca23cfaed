import { isIP } from 'node:net';
import { isPublicAddress } from '#server/embedded/tools/public-address.ts';
import { isBlockedHost } from '#server/proxy/blocked-address.ts';

const INTERNAL = /(?:^|\.)(?:localhost|local|internal|localdomain|home\.arpa)$/;

/**
 * What speaks against the address of an MCP server, in the original's words; null if nothing does. Names are not
 * resolved here: what they lead to is checked when the socket opens.
 */
export function describeBadAddress(address: string, { allowPrivate }: { allowPrivate: boolean }): string | null {
  if (!URL.canParse(address)) return `Invalid URL: ${address}`;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'The URL must begin with http:// or https://';
  if (url.username || url.password) return 'The URL must not hold a user name or a password; use a header';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (allowPrivate) return isBlockedHost(host) ? `Blocked address: ${host}` : null;
  if (isIP(host) !== 0) return isPublicAddress(host) ? null : `Non-public IP not allowed: ${host}`;
  return INTERNAL.test(host) || isBlockedHost(host) ? `Blocked internal hostname: ${host}` : null;
}
