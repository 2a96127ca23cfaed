import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';
import { listen } from '#server/listen.ts';

const KEY = 'sk-right-key';
let url = '';
let close = async () => {};

/** A provider that knows one model, and one key. */
beforeAll(async () => {
  const listening = await listen({ host: '127.0.0.1', port: 0, command: 'a test' });
  listening.server.on('request', (incoming, outgoing) => {
    const isRight = incoming.headers.authorization === `Bearer ${KEY}`;
    outgoing.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' });
    const models = { object: 'list', data: [{ id: 'gpt-4o-mini', object: 'model' }] };
    outgoing.end(JSON.stringify(isRight ? models : { error: { message: `Incorrect API key ${KEY}` } }));
  });
  url = `http://127.0.0.1:${listening.port}/v1`;
  close = listening.close;
});
afterAll(() => close());

const provider = (fields: object = {}) => ({
  name: 'mine',
  provider_type: 'openai',
  api_key: KEY,
  base_url: url,
  ...fields,
});

describe('providers with keys of one’s own', () => {
  it('bring their models, under their own name, until they are removed', async () => {
    const { call } = await openTestServer();
    const made = (await call('POST', '/v1/providers/', provider())).body;
    expect(made).toMatchObject({ name: 'mine', provider_category: 'byok', api_key: null, api_key_enc: null });
    const own = (await call('GET', '/v1/models/?provider_category=byok')).body;
    expect(own.map((model: { handle: string }) => model.handle)).toEqual(['mine/gpt-4o-mini']);
    await call('DELETE', `/v1/providers/${made.id}`);
    expect((await call('GET', '/v1/models/?provider_category=byok')).body).toEqual([]);
    expect((await call('GET', `/v1/providers/${made.id}`)).status).toBe(404);
  });

  it('tell whether their key works, before and after they are added', async () => {
    const { call } = await openTestServer();
    const check = async (fields: object) => (await call('POST', '/v1/providers/check', provider(fields))).status;
    expect([await check({}), await check({ api_key: 'sk-wrong' })]).toEqual([200, 401]);
    const made = (await call('POST', '/v1/providers/', provider({ api_key: 'sk-wrong' }))).body;
    expect(made.last_synced).toBeNull();
    expect((await call('POST', `/v1/providers/${made.id}/check`)).status).toBe(401);
    expect((await call('PATCH', `/v1/providers/${made.id}/refresh`)).status).toBe(401);
    const mended = (await call('PATCH', `/v1/providers/${made.id}`, { api_key: KEY })).body;
    expect(mended.last_synced).not.toBeNull();
    expect((await call('POST', `/v1/providers/${made.id}/check`)).status).toBe(200);
  });

  it('never tell their key, not even when the provider repeats it', async () => {
    const { call, logs } = await openTestServer();
    const { id } = (await call('POST', '/v1/providers/', provider())).body;
    const answers = [
      await call('GET', '/v1/providers/'),
      await call('GET', `/v1/providers/${id}`),
      await call('POST', '/v1/providers/', provider({ name: 'second', api_key: 'sk-wrong' })),
      await call('POST', '/v1/providers/check', provider({ api_key: `${KEY}x` })),
    ];
    expect(JSON.stringify(answers.map(({ body }) => body)) + logs.join()).not.toContain('sk-wrong');
    expect(JSON.stringify(answers.slice(0, 2).map(({ body }) => body))).not.toContain(KEY);
  });

  it.each([
    [{ name: 'openai' }, 422, 'The models of this server use that name'],
    [{ name: 'a/b' }, 422, 'letters, digits'],
    [{ provider_type: 'bedrock' }, 422, 'provider_type'],
    [{ base_url: 'nowhere' }, 422, 'base_url'],
    [{ api_key: 'sk-€' }, 422, 'A key has letters'],
    [{}, 409, 'unique constraint'],
  ])('refuse %j with %i', async (fields, status, sentence) => {
    const { call } = await openTestServer();
    await call('POST', '/v1/providers/', provider());
    const answer = await call('POST', '/v1/providers/', provider(fields));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(sentence);
  });
});
