import { afterEach, expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';
import { startFakeLogin } from './fake-login-server.ts';
import { startFakeMcp } from './fake-mcp-server.ts';

type Event = Record<string, string>;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(server_url: string, fields: Record<string, unknown> = {}) {
  const server = await openTestServer(undefined, { policy: { allowStdio: false, allowPrivate: true } });
  closing.push(() => server.mcp.close());
  const config = { mcp_server_type: 'streamable_http', server_url, ...fields };
  const { body } = await server.call('POST', '/v1/mcp-servers/', { server_name: 'fake', config });
  const id: string = body.id;
  const connect = async (headers: Record<string, string> = {}) =>
    readEvents(await server.raw('POST', `/v1/mcp-servers/connect/${id}`, undefined, headers));
  return { ...server, id, connect };
}

async function* readEvents(response: Response): AsyncGenerator<Event> {
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  if (!response.body) return;
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    for (const frame of piece.split('\n\n').filter(Boolean)) yield JSON.parse(frame.replace(/^data: /, ''));
  }
}

async function collect(events: AsyncGenerator<Event>): Promise<Event[]> {
  const all: Event[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const namesOf = (events: Event[]) => events.map(({ event }) => event);

test('a server without a login is connected at once', async () => {
  const fake = await startFakeMcp();
  closing.push(fake.stop);
  const { connect } = await open(fake.url);
  const events = await collect(await connect());
  expect(events).toMatchObject([
    { event: 'connection_attempt', server_name: 'fake' },
    { event: 'success', tools: [{ name: 'look' }] },
  ]);
});

test('a server that refuses a token is not logged in to', async () => {
  const fake = await startFakeLogin();
  closing.push(fake.stop);
  const { connect } = await open(fake.url, { auth_token: 'Bearer wrong' });
  const events = await collect(await connect());
  expect(namesOf(events)).toEqual(['connection_attempt', 'error']);
});

/** A server that a person has logged in to. */
async function openLoggedIn() {
  const fake = await startFakeLogin();
  closing.push(fake.stop);
  const server = await open(fake.url);
  const events: Event[] = [];
  for await (const event of await server.connect({ origin: 'http://localhost:3000' })) {
    events.push(event);
    if (event['event'] !== 'waiting_for_auth') continue;
    const back = fake.logIn(events.find(({ url }) => url)?.['url'] ?? '');
    await server.call('GET', `/v1/tools/mcp/oauth/callback${back.search}`);
  }
  expect(events.at(-1)?.['event']).toBe('success');
  const [tool] = (await server.call('GET', `/v1/mcp-servers/${server.id}/tools`)).body;
  return { ...server, fake, tool };
}

test('two agents that renew one login at the same time renew it once, and both go on', async () => {
  const { fake, tool, call, createAgent } = await openLoggedIn();
  const agents = await Promise.all(['Ada', 'Sam'].map((name) => createAgent({ name, tool_ids: [tool.id] })));
  const runAll = () =>
    Promise.all(
      agents.map(async ({ id }) => (await call('POST', `/v1/agents/${id}/tools/${tool.name}/run`, { args: {} })).body),
    );
  for (let round = 1; round <= 3; round += 1) {
    fake.expire();
    for (const answer of await runAll()) expect(answer).toMatchObject({ status: 'success', func_return: 'seen' });
    expect(fake.grants).toEqual(['authorization_code', ...Array(round).fill('refresh_token')]);
  }
});

test('a login: the person comes back with the right state, tokens are kept sealed, used and refreshed', async () => {
  const fake = await startFakeLogin();
  closing.push(fake.stop);
  const { connect, raw, call, id, db, logs } = await open(fake.url);
  const events: Event[] = [];
  const headers = { origin: 'http://localhost:3000', 'x-forwarded-prefix': '/api/servers/embedded' };
  for await (const event of await connect(headers)) {
    events.push(event);
    if (event['event'] !== 'waiting_for_auth') continue;
    const back = fake.logIn(events.find(({ url }) => url)?.['url'] ?? '');
    expect(back.origin + back.pathname).toBe('http://localhost:3000/api/servers/embedded/v1/tools/mcp/oauth/callback');
    const path = `/v1/tools/mcp/oauth/callback${back.search}`;
    const forged = await call('GET', path.replace(/state=[^&]+/, 'state=guessed'));
    expect(forged.status).toBe(400);
    const page = await raw('GET', path, undefined, { accept: 'text/html' });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are logged in.')]);
    expect((await call('GET', path)).status).toBe(400);
  }
  expect(namesOf(events)).toEqual([
    'connection_attempt',
    'oauth_required',
    'authorization_url',
    'waiting_for_auth',
    'success',
  ]);
  expect(logs.join()).not.toContain('token-1');
  const row = await db.selectFrom('mcp_servers').selectAll().executeTakeFirstOrThrow();
  expect(Buffer.from(row.oauth ?? []).toString('latin1')).not.toContain('token-1');
  const [tool] = (await call('GET', `/v1/mcp-servers/${id}/tools`)).body;
  const run = async () => (await call('POST', `/v1/mcp-servers/${id}/tools/${tool.id}/run`, {})).body;
  expect(await run()).toMatchObject({ status: 'success', func_return: 'seen' });
  fake.expire();
  expect(await run()).toMatchObject({ status: 'success', func_return: 'seen' });
  expect(fake.grants).toEqual(['authorization_code', 'refresh_token']);
});

test('a refused login is an error, and so is one that nobody waits for any more', async () => {
  const fake = await startFakeLogin();
  closing.push(fake.stop);
  const { connect, call } = await open(fake.url);
  const events: Event[] = [];
  for await (const event of await connect()) {
    events.push(event);
    if (event['event'] !== 'waiting_for_auth') continue;
    const state = new URL(events.find(({ url }) => url)?.['url'] ?? '').searchParams.get('state');
    const path = `/v1/tools/mcp/oauth/callback?state=${state}&error=access_denied`;
    expect((await call('GET', path)).status).toBe(400);
    expect((await call('GET', path)).status).toBe(400);
  }
  expect(events.at(-1)).toEqual({ event: 'error', message: 'The login was refused: access_denied' });
});
