import { expect, test } from 'vitest';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { openKeySeal } from '#server/embedded/store/key-seal.ts';
import { requireMcpServer } from '#server/embedded/store/mcp-servers.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { saveLogin } from './mcp-login.ts';
import { storedLogin } from './stored-login.ts';

const URL_OF_TOKENS = 'http://login.test/token';
const stateWith = (token: string) => ({
  redirectUrl: 'http://localhost:3000/back',
  tokens: { access_token: `access-${token}`, token_type: 'Bearer', refresh_token: `refresh-${token}` },
});

async function openLoginOf(token: string) {
  const { db, call } = await openTestServer();
  const config = { mcp_server_type: 'streamable_http', server_url: 'http://mcp.test/mcp' };
  const { id } = (await call('POST', '/v1/mcp-servers/', { server_name: 'fake', config })).body;
  const context = { db, seal: openKeySeal(null) } as EmbeddedContext;
  const save = (next: string) => saveLogin(context, id, stateWith(next));
  await save(token);
  const login = storedLogin(context, await requireMcpServer(db, id));
  if (!login) throw new Error('There is no login.');
  return { id, db, login, save };
}

function refresh(token: string): RequestInit {
  return {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: `refresh-${token}` }),
  };
}

const refusing = async () => Response.json({ error: 'invalid_grant' }, { status: 400 });

test('a refusal to renew does not clear what somebody has logged in for meanwhile', async () => {
  const { login, save } = await openLoginOf('1');
  await login.guard(async () => new Response(null, { status: 401 }))('http://mcp.test/mcp', {
    headers: { authorization: 'Bearer access-1' },
  });
  expect((await login.guard(refusing)(URL_OF_TOKENS, refresh('1'))).status).toBe(400);
  await save('2');
  await login.provider.invalidateCredentials?.('tokens');
  expect(await login.provider.tokens()).toMatchObject({ access_token: 'access-2' });
});

test('tokens that were refused for good are cleared', async () => {
  const { login } = await openLoginOf('1');
  await login.guard(async () => new Response(null, { status: 401 }))('http://mcp.test/mcp', {
    headers: { authorization: 'Bearer access-1' },
  });
  await login.guard(refusing)(URL_OF_TOKENS, refresh('1'));
  await login.provider.invalidateCredentials?.('tokens');
  expect(await login.provider.tokens()).toBeUndefined();
});

test('tokens that another connection has renewed are taken without asking, and older ones are not stored', async () => {
  const { login, save } = await openLoginOf('1');
  await save('2');
  const answer = await login.guard(refusing)(URL_OF_TOKENS, refresh('1'));
  expect(await answer.json()).toMatchObject({ access_token: 'access-2' });
  await login.provider.saveTokens(stateWith('1').tokens);
  expect(await login.provider.tokens()).toMatchObject({ access_token: 'access-2' });
});

test('a login that was taken away meanwhile does not come back', async () => {
  const { id, db, login } = await openLoginOf('1');
  await db.updateTable('mcp_servers').set({ oauth: null }).where('id', '=', id).execute();
  await login.guard(async () => Response.json(stateWith('2').tokens))(URL_OF_TOKENS, refresh('1'));
  expect(await login.provider.tokens()).toBeUndefined();
});
