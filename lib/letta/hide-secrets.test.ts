import { expect, test } from 'vitest';
import { hideTexts, secretsIn, withoutSecrets, withPlaceholders } from './hide-secrets.ts';

test.each<[string, unknown, unknown]>([
  ["a provider's keys", { api_key: 'abc', access_key: 'def' }, { api_key: '<api_key>', access_key: '<access_key>' }],
  ['the variables of an agent', { secrets: { PIN: '1234' } }, { secrets: { PIN: '<PIN>' } }],
  ['the variables of a tool', { env_vars: { HOME: 'x' } }, { env_vars: { HOME: '<HOME>' } }],
  [
    'the headers and the token of an MCP server',
    { auth_token: 'Bearer abc', custom_headers: { 'X-Team': 'abc' } },
    { auth_token: '<auth_token>', custom_headers: { 'X-Team': '<X-Team>' } },
  ],
  [
    'a command line',
    { args: ['--root', '/tmp', '--api-key', 'abc', 'rest'] },
    { args: ['--root', '/tmp', '--api-key', '<--api-key>', 'rest'] },
  ],
  ['arguments that people named', { args: { apiKey: 'abc', depth: 2 } }, { args: { apiKey: '<apiKey>', depth: 2 } }],
  ['a password deep inside', [{ a: { password: 'abc' } }], [{ a: { password: '<password>' } }]],
  ['a key within a text', { content: 'Use sk-abcdef123456.' }, { content: 'Use [hidden].' }],
  ['a login in an address', { server_url: 'https://me:pass@mcp.test' }, { server_url: 'https://[hidden]@mcp.test' }],
  [
    'nothing in what looks alike',
    { max_tokens: 4, identifier_key: 'x', source_code: 'def f(token: str): ...', secret: null },
    { max_tokens: 4, identifier_key: 'x', source_code: 'def f(token: str): ...', secret: null },
  ],
  [
    'names of every object',
    JSON.parse('{"__proto__":{"token":"abc"}}'),
    JSON.parse('{"__proto__":{"token":"<token>"}}'),
  ],
])('a request shows no secret: %s', (_name, body, expected) => {
  expect(JSON.stringify(withPlaceholders(body))).toBe(JSON.stringify(expected));
});

test('an answer shows neither what it calls secret nor what was sent as one', () => {
  const sent = secretsIn({ api_key: 'the "key"', secrets: { PIN: '12' } });
  expect(sent).toEqual(['the "key"']);
  const answer = {
    detail: [{ loc: ['body', 'api_key'], input: 'the "key"' }],
    echo: JSON.stringify({ x: 'the "key"' }),
    token: 'abc',
    note: 'Authorization: Bearer abcdef',
  };
  expect(withoutSecrets(answer, sent)).toEqual({
    detail: [{ loc: ['body', 'api_key'], input: '[hidden]' }],
    echo: '{"x":"[hidden]"}',
    token: '[hidden]',
    note: 'Authorization: Bearer [hidden]',
  });
  expect(hideTexts('no secret', sent)).toBe('no secret');
});
