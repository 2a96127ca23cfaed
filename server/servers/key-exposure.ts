import { isIP } from 'node:net';
import { type Resolve, resolveName } from '#server/proxy/blocked-address.ts';
import { isPrivateAddress } from '#server/proxy/private-address.ts';

/** Whether others can read a key on its way to a server; `unknown` while its name leads nowhere. */
export type KeyExposure = 'none' | 'public' | 'unknown';

/** What plain http to an address that is not one’s own would do to a key. A name is looked up, and nothing is sent. */
export async function keyExposure(url: string, resolve: Resolve = resolveName): Promise<KeyExposure> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:') return 'none';
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [{ address: host }];
  if (addresses.length === 0) return 'unknown';
  return addresses.every(({ address }) => isPrivateAddress(address)) ? 'none' : 'public';
}
