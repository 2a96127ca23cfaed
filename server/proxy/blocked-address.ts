import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, isIPv6, type LookupFunction } from 'node:net';
import { codedError } from './coded-error.ts';

const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
]);

// Two lists: in one, Node would apply the rule for IPv4-mapped IPv6 to every plain IPv4 address as well.
const blocked4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
]);

const blocked6 = listOf('ipv6', [
  ['::', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  // IPv4 written as IPv6: mapped, translated, NAT64 (only the ranges blocked above), local NAT64, Teredo, 6to4.
  ['::ffff:0:0', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::a9fe:0', 112],
  ['64:ff9b::', 104],
  ['64:ff9b::e000:0', 99],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
]);

// ::/96 is IPv4-compatible IPv6; ::1 lies inside and is the one address of it in use.
const compatible6 = listOf('ipv6', [['::', 96]]);

/** True for addresses no Letta server has: link-local, cloud metadata, unspecified, multicast, and IPv4 dressed as IPv6. */
export function isBlockedAddress(address: string): boolean {
  if (isIPv4(address)) return blocked4.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  if (address === '::1') return false;
  return blocked6.check(address, 'ipv6') || compatible6.check(address, 'ipv6');
}

/** True for a host of a parsed URL (`[…]` around IPv6 allowed) that must never be connected to. Names are not resolved here. */
export function isBlockedHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isIP(bare) === 0 ? METADATA_NAMES.has(bare.toLowerCase()) : isBlockedAddress(bare);
}

/** All addresses of a name. */
export type Resolve = (hostname: string, options?: LookupOptions) => Promise<LookupAddress[]>;

/** All addresses of a name, as this computer finds them. */
export const resolveName: Resolve = (hostname, options) => lookup(hostname, { ...options, all: true });

/** A lookup for sockets that fails with code `EBLOCKED` when any of a name's addresses is blocked. */
export function guardLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options).then(
      (addresses) => {
        if (addresses.some(({ address }) => isBlockedAddress(address))) return callback(blockedError(hostname), []);
        const [first] = addresses;
        if (options.all || !first) return callback(null, addresses);
        callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

/** `guardLookup` for the names of this computer. */
export const lookupUnblocked = guardLookup(resolveName);

function blockedError(hostname: string): NodeJS.ErrnoException {
  return codedError('EBLOCKED', `${hostname} resolves to a blocked address`);
}

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}
