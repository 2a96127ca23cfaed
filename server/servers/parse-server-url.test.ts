import { describe, expect, test } from 'vitest';
import { isBlockedAddress } from '#server/proxy/blocked-address.ts';
import { parseServerUrl } from './parse-server-url.ts';

const rules = { ownHosts: new Set(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'ade.example.com']) };
const parse = (text: string) => parseServerUrl(text, rules);

describe('parseServerUrl', () => {
  test.each([
    ['http://localhost:8283', 'http://localhost:8283'],
    ['  http://localhost:8283/  ', 'http://localhost:8283'],
    ['HTTP://LocalHost:8283', 'http://localhost:8283'],
    ['https://api.letta.com', 'https://api.letta.com'],
    ['https://api.letta.com:443/', 'https://api.letta.com'],
    ['https://example.com/letta/', 'https://example.com/letta'],
    ['https://example.com/a/../letta', 'https://example.com/letta'],
    ['http://192.168.1.20:8283', 'http://192.168.1.20:8283'],
    ['http://10.0.0.1', 'http://10.0.0.1'],
    ['http://100.64.1.2:8283', 'http://100.64.1.2:8283'],
    ['http://[::1]:8283', 'http://[::1]:8283'],
    ['http://[fd00::1]:8283', 'http://[fd00::1]:8283'],
    ['http://0x7f.1:8283', 'http://127.0.0.1:8283'],
    ['http://2130706433:8283', 'http://127.0.0.1:8283'],
    ['http://①②⑦.0.0.1:8283', 'http://127.0.0.1:8283'],
    ['http://letta-server:8283', 'http://letta-server:8283'],
  ])('%s → %s', (text, url) => expect(parse(text)).toEqual({ ok: true, url, origin: new URL(url).origin }));

  test.each([
    ['localhost:8283', 'http://localhost:8283'],
    ['127.0.0.1:8283', 'http://127.0.0.1:8283'],
    ['192.168.1.20:8283/letta', 'http://192.168.1.20:8283/letta'],
    ['letta-server:8283', 'http://letta-server:8283'],
    ['[::1]:8283', 'http://[::1]:8283'],
    ['api.letta.com', 'https://api.letta.com'],
    ['example.com:8283/letta', 'https://example.com:8283/letta'],
    ['htp://localhost:8283', 'http://localhost:8283'],
    ['https//api.letta.com', 'https://api.letta.com'],
    ['https;//api.letta.com', 'https://api.letta.com'],
    ['http:/localhost:8283', 'http://localhost:8283'],
    ['http:localhost:8283', 'http://localhost:8283'],
    ['http:///localhost:8283', 'http://localhost:8283'],
    ['ws://localhost:8283', 'http://localhost:8283'],
    ['//localhost:8283', 'http://localhost:8283'],
    ['http://localhost:8283/v1', 'http://localhost:8283'],
    ['https://example.com/letta/v1/', 'https://example.com/letta'],
    ['http://localhost:8283?x=1', 'http://localhost:8283'],
    ['http://localhost:8283/#/agents', 'http://localhost:8283'],
  ])('%s: did you mean %s?', (text, suggestion) => {
    const parsed = parse(text);
    expect(parsed).toMatchObject({ ok: false, suggestion, next: `Did you mean ${suggestion}?` });
    expect(parse(suggestion).ok).toBe(true);
  });

  test.each([
    '',
    '   ',
    'http://',
    'http://user@localhost:8283',
    'http://user:pw@localhost:8283',
    'http://localhost:8283@evil.com',
    'http://localhost:99999',
    'http://local host:8283',
    'http://localhost\\@evil.com',
    'http://localhost:8283/%2e%2e/x',
    'http://localhost:8283/a%2fb',
    'file:///etc/passwd',
    'javascript:alert(1)',
    `http://${'a'.repeat(3000)}`,
  ])('%j is refused with a sentence and a next step', (text) => {
    const parsed = parse(text);
    expect(parsed.ok).toBe(false);
    expect(parsed).toMatchObject({ message: expect.stringMatching(/\.$/), next: expect.stringMatching(/[.?]$/) });
  });

  test.each([
    'http://169.254.169.254',
    'http://169.254.169.254.',
    'http://2852039166',
    'http://0xa9fea9fe',
    'http://[::ffff:169.254.169.254]',
    'http://[::ffff:a9fe:a9fe]',
    'http://[::ffff:127.0.0.1]:8283',
    'http://[64:ff9b::a9fe:a9fe]',
    'http://[2002:a9fe:a9fe::]',
    'http://[::169.254.169.254]',
    'http://[fe80::1]',
    'http://[fd00:ec2::254]',
    'http://[ff02::1]',
    'http://[::]',
    'http://0.0.0.0:8283',
    'http://0',
    'http://0.1.2.3',
    'http://224.0.0.1',
    'http://255.255.255.255',
    'http://metadata.google.internal',
    'http://METADATA.google.internal.',
    'http://metadata',
    'http://100.100.100.200',
  ])('%s leads nowhere a Letta server is', (text) => {
    expect(parse(text)).toMatchObject({ ok: false, message: expect.stringContaining('no Letta server has') });
  });

  test.each([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://127.0.0.5:3000',
    'http://[::1]:3000',
    'http://app.localhost:3000',
    'http://localhost.:3000',
    'http://ade.example.com',
    'http://localhost:3000/letta',
  ])('%s is ourselves', (text) => {
    expect(parse(text)).toMatchObject({ ok: false, message: 'That is the address of this Letta ADE itself.' });
  });
});

test('addresses in use are not blocked', () => {
  for (const address of [
    '127.0.0.1',
    '8.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '::1',
    '2606:4700::1111',
    'fd12::1',
  ]) {
    expect([address, isBlockedAddress(address)]).toEqual([address, false]);
  }
  expect(isBlockedAddress('64:ff9b::808:808')).toBe(false);
  expect(isBlockedAddress('not an address')).toBe(false);
});
