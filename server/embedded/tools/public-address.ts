import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isBlockedAddress } from '#server/proxy/blocked-address.ts';

const private4 = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
] as const)
  private4.addSubnet(network, prefix, 'ipv4');

// What is not in 2000::/3 is not of the public internet. NAT64 is outside too, and could lead to any IPv4 address.
const public6 = new BlockList();
public6.addSubnet('2000::', 3, 'ipv6');

/** True for an address of the public internet: not this computer's, its network's, or one that is special. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || isBlockedAddress(address) || isOwnAddress(address)) return false;
  return isIPv4(address) ? !private4.check(address, 'ipv4') : public6.check(address, 'ipv6');
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** `dns.lookup` for sockets that fails with code `EBLOCKED` unless all addresses of a name are public. */
export function lookupPublic(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(Object.assign(new Error(`${hostname} is not public`), { code: 'EBLOCKED' }), []);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((own) => own?.some((each) => each.address === address));
}
