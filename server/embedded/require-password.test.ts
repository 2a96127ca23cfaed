import { expect, it } from 'vitest';
import { requirePassword } from './require-password.ts';

const guarded = requirePassword('pass-1', async () => new Response('in'));
const ask = async (path: string, headers: Record<string, string> = {}) =>
  (await guarded(new Request(`http://localhost${path}`, { headers }))).status;

it.each([
  ['/v1/agents/', {}, 401],
  ['/v1/agents/', { authorization: 'Bearer wrong' }, 401],
  ['/v1/agents/', { authorization: 'bearer pass-1' }, 401],
  ['/v1/agents/', { authorization: 'pass-1' }, 401],
  ['/v1/agents/', { authorization: 'Bearer pass-1' }, 200],
  ['/v1/agents/', { 'x-bare-password': 'password pass-1' }, 200],
  ['/v1/agents/', { 'x-bare-password': 'pass-1' }, 401],
  ['/openapi.json', {}, 401],
  ['/v1/nothing', {}, 401],
  ['/v1/health/', {}, 200],
  ['/latest/ready', {}, 200],
  ['/v1/tools/mcp/oauth/callback', {}, 200],
  ['/v1/tools/mcp/oauth/callback/', {}, 401],
  ['/v1/tools/mcp/servers', {}, 401],
  ['/v1/health/../agents/', {}, 401],
])('%s with %j answers %i', async (path, headers, status) => {
  expect(await ask(path, headers)).toBe(status);
});
