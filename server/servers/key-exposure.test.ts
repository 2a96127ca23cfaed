import { expect, test } from 'vitest';
import { keyExposure } from './key-exposure.ts';

const NAMES = new Map([
  ['localhost', ['127.0.0.1', '::1']],
  ['box.lan', ['192.168.1.7']],
  ['letta.example.com', ['203.0.113.7']],
  ['both.example.com', ['10.0.0.7', '2001:db8::7']],
]);
const resolve = async (name: string) => {
  const addresses = NAMES.get(name);
  if (!addresses) throw new Error('ENOTFOUND');
  return addresses.map((address) => ({ address, family: 4 }));
};

test.each([
  ['http://localhost:8283', 'none'],
  ['http://127.0.0.1:8283', 'none'],
  ['http://[::1]:8283', 'none'],
  ['http://[fd12:3456::1]:8283', 'none'],
  ['http://192.168.1.7', 'none'],
  ['http://172.16.0.1', 'none'],
  ['http://172.32.0.1', 'public'],
  ['http://box.lan:8283/prefix', 'none'],
  ['http://203.0.113.7:8283', 'public'],
  ['http://[2001:db8::7]', 'public'],
  ['http://letta.example.com', 'public'],
  ['http://both.example.com', 'public'],
  ['http://nowhere.invalid', 'unknown'],
  ['https://letta.example.com', 'none'],
  ['https://nowhere.invalid', 'none'],
])('T30 %s: exposure of a key is %s', async (url, expected) => {
  expect(await keyExposure(url, resolve)).toBe(expected);
});
