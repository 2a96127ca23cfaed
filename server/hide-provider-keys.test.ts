import { expect, it } from 'vitest';
import { hideProviderKeys } from './hide-provider-keys.ts';

const KEY = 'sk-canary';
const provider = { id: 'provider-1', api_key: null, api_key_enc: KEY, access_key: KEY, base_url: 'http://x' };

it.each([
  ['/v1/providers/', [provider]],
  ['/v1/providers/provider-1', provider],
])('%s is told without keys', async (path, body) => {
  const answer = await hideProviderKeys(path, Response.json(body));
  const text = await answer.text();
  expect(text).not.toContain(KEY);
  expect(text).toContain('http://x');
});

it('leaves other answers alone', async () => {
  const answer = Response.json(provider);
  expect(await hideProviderKeys('/v1/providersx', answer)).toBe(answer);
  expect(await hideProviderKeys('/v1/agents/', answer)).toBe(answer);
});
