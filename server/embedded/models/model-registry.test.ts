import { afterEach, describe, expect, it, vi } from 'vitest';
import { createModelRegistry } from './model-registry.ts';
import { eventsOf, type Reply, sse, startProvider, testConnection } from './test-provider.ts';

const listOf = (...ids: string[]): Reply => ({ body: JSON.stringify({ data: ids.map((id) => ({ id })) }) });
const refused: Reply = { status: 500, body: '{"error":"out of order"}' };
const LIST = 'GET /v1/models';

const own = (name: string, url: string, fields = {}) =>
  testConnection({ id: `provider-${name}`, name, category: 'byok', baseUrl: `${url}/v1`, ...fields });

/** A server whose list can be changed, and counted. */
async function listing(first: Reply) {
  let reply = first;
  const server = await startProvider(() => reply);
  const lists = () => server.seen.filter((request) => `${request.method} ${request.path}` === LIST).length;
  const answer = (next: Reply) => {
    reply = next;
  };
  return { ...server, lists, answer };
}

const handles = (models: { handle: string }[]) => models.map((model) => model.handle);

afterEach(() => vi.useRealTimers());

describe('the model registry', () => {
  it('has the demo models without any key', async () => {
    const registry = createModelRegistry({}, () => undefined);
    expect(handles(await registry.listModels())).toEqual(['demo/scripted']);
    expect(handles(registry.listEmbeddings())).toEqual(['local/hash']);
    await expect(registry.requireModel('nope/x')).rejects.toMatchObject({ status: 404 });
    await expect(registry.requireEmbedding('nope/x')).rejects.toMatchObject({ status: 400 });
    expect(await registry.requireEmbedding('local/hash')).toMatchObject({ providerCategory: 'base', providerId: null });
  });

  it('has the models of every setting', async () => {
    const ollama = await startProvider((request) =>
      request.path === '/api/tags'
        ? { body: '{"models":[{"name":"embed"}]}' }
        : { body: '{"capabilities":["embedding","tools"],"model_info":{"x.embedding_length":8}}' },
    );
    const studio = await startProvider(() => ({ body: '{"data":[{"id":"local","type":"llm"}]}' }));
    const openAi = await startProvider(() => listOf('gpt-4o'));
    const keys = { openaiBaseUrl: `${openAi.url}/v1`, ollamaBaseUrl: ollama.url, lmstudioBaseUrl: studio.url };
    const registry = createModelRegistry(keys, () => undefined);
    // Waits for the first list, from which the embedding models come as well.
    expect(await registry.requireEmbedding('ollama/embed')).toMatchObject({ dimension: 8 });
    expect(handles(await registry.listModels())).toEqual([
      'demo/scripted',
      'openai-proxy/gpt-4o',
      'ollama/embed',
      'lmstudio_openai/local',
    ]);
    expect(handles(registry.listEmbeddings())).toContain('openai/text-embedding-3-small');
  });

  it('lists again after 30 s, in the background', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const server = await listing(listOf('a'));
    const registry = createModelRegistry({ openaiBaseUrl: `${server.url}/v1` }, () => undefined);
    await registry.listModels();
    server.answer(listOf('a', 'b'));
    vi.advanceTimersByTime(29_000);
    await registry.listModels();
    expect(server.lists()).toBe(1);
    vi.advanceTimersByTime(2_000);
    expect(handles(await registry.listModels())).not.toContain('openai-proxy/b');
    await vi.waitFor(async () => expect(handles(await registry.listModels())).toContain('openai-proxy/b'));
    expect(server.lists()).toBe(2);
  });

  it('waits for a dead provider once, says so, and asks again after 10 s in the background', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const logs: string[] = [];
    const server = await listing(refused);
    const registry = createModelRegistry({ openaiBaseUrl: `${server.url}/v1` }, (line) => logs.push(line));
    expect(handles(await registry.listModels())).toEqual(['demo/scripted']);
    expect(logs).toEqual([
      expect.stringContaining('The models of openai could not be listed: INTERNAL_SERVER_ERROR: '),
    ]);
    expect(handles(registry.listEmbeddings())).toContain('openai/text-embedding-3-small');
    vi.advanceTimersByTime(11_000);
    server.answer({ body: '', ending: 'hold' });
    // This answer never comes: nobody may wait for it.
    expect(handles(await registry.listModels())).toEqual(['demo/scripted']);
    expect(handles(await registry.listModels())).toEqual(['demo/scripted']);
    await vi.waitFor(() => expect(server.lists()).toBe(2));
  });

  it('finds a known model without waiting for a provider that has not answered', async () => {
    const silent = await startProvider(() => ({ body: '', ending: 'hold' }));
    const server = await listing(listOf('a'));
    const registry = createModelRegistry({ openaiBaseUrl: `${server.url}/v1` }, () => undefined);
    await registry.listModels();
    registry.setOwnProviders([own('slow', silent.url)]);
    expect(await registry.requireModel('openai-proxy/a')).toMatchObject({ name: 'a' });
  });

  it('keeps a provider’s list while its connection stays the same', async () => {
    const one = await listing(listOf('a'));
    const two = await listing(listOf('b'));
    const registry = createModelRegistry({}, () => undefined);
    registry.setOwnProviders([own('one', one.url), own('two', two.url)]);
    expect(handles(await registry.listModels())).toEqual(['demo/scripted', 'one/a', 'two/b']);
    registry.setOwnProviders([own('one', one.url), own('two', two.url, { apiKey: 'another-key' })]);
    expect(handles(await registry.listModels())).toEqual(['demo/scripted', 'one/a', 'two/b']);
    expect([one.lists(), two.lists()]).toEqual([1, 2]);
    expect(two.seen[1]!.headers.authorization).toBe('Bearer another-key');
    registry.setOwnProviders([]);
    expect(handles(await registry.listModels())).toEqual(['demo/scripted']);
  });

  it('asks each provider with its own key, also for models of one name', async () => {
    const answer = {
      body: sse([{ id: 'c', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] }]),
    };
    const server = await startProvider((request) => (request.path === '/v1/models' ? listOf('a') : answer));
    const registry = createModelRegistry(
      { openaiApiKey: 'base-key', openaiBaseUrl: `${server.url}/v1` },
      () => undefined,
    );
    registry.setOwnProviders([
      own('one', server.url, { apiKey: 'key-one' }),
      // A name that a provider of the settings has, too.
      own('openai', server.url, { apiKey: 'key-two' }),
    ]);
    for (const handle of ['openai-proxy/a', 'one/a', 'openai/a'])
      await eventsOf(registry.chatModel(await registry.requireModel(handle)));
    const asked = server.seen.filter((request) => request.path === '/v1/chat/completions');
    expect(asked.map((request) => request.headers.authorization)).toEqual([
      'Bearer base-key',
      'Bearer key-one',
      'Bearer key-two',
    ]);
  });

  it('does not answer for a provider that has been removed', async () => {
    const server = await listing(listOf('a'));
    const registry = createModelRegistry({}, () => undefined);
    registry.setOwnProviders([own('one', server.url)]);
    const info = await registry.requireModel('one/a');
    const [embedding] = registry.listEmbeddings().filter((each) => each.providerName === 'one');
    registry.setOwnProviders([]);
    expect(() => registry.chatModel(info)).toThrow(expect.objectContaining({ status: 404 }));
    expect(() => registry.embed(embedding!)).toThrow(expect.objectContaining({ status: 404 }));
  });

  it('refreshes a provider when told to, and tells what went wrong', async () => {
    const server = await listing(listOf('a'));
    const registry = createModelRegistry({}, () => undefined);
    registry.setOwnProviders([own('one', server.url)]);
    await registry.listModels();
    server.answer(listOf('b'));
    await registry.refreshProvider('provider-one');
    expect(handles(await registry.listModels())).toEqual(['demo/scripted', 'one/b']);
    server.answer(refused);
    await expect(registry.refreshProvider('provider-one')).rejects.toMatchObject({ type: 'llm_error' });
    expect(handles(await registry.listModels())).toEqual(['demo/scripted', 'one/b']);
    await expect(registry.refreshProvider('provider-none')).rejects.toMatchObject({ status: 404 });
  });

  it('checks a connection that it does not keep', async () => {
    const server = await listing(listOf('a'));
    const registry = createModelRegistry({}, () => undefined);
    await registry.checkConnection(own('one', server.url));
    server.answer({ status: 401, body: '{}' });
    await expect(registry.checkConnection(own('one', server.url))).rejects.toMatchObject({
      type: 'llm_authentication',
    });
    expect(handles(await registry.listModels())).toEqual(['demo/scripted']);
  });
});
