import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { isPublicAddress, lookupPublic } from './public-address.ts';

describe('isPublicAddress', () => {
  test.each(['1.1.1.1', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700:4700::1111'])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ...['127.0.0.1', '127.255.0.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
    ...['169.254.169.254', '168.63.129.16', '100.100.100.200', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::7f00:1'],
    ...['64:ff9b::7f00:1', '64:ff9b::a00:1', '2002:7f00:1::', '2001::1', 'localhost', '', '1.1.1.1.example'],
  ])('%j is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('nor is any address of this computer', () => {
    const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    expect(own.filter(({ address }) => isPublicAddress(address))).toEqual([]);
  });
});

test('a name that leads to this computer is not looked up for a socket', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  lookupPublic('localhost', {}, (error, address) => resolve([error?.code, address]));
  expect(await promise).toEqual(['EBLOCKED', []]);
});
