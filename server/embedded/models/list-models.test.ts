import { describe, expect, it, vi } from 'vitest';
import { createProvider } from './create-provider.ts';
import { type Reply, type SeenRequest, startProvider, testConnection } from './test-provider.ts';

const json = (body: unknown): Reply => ({ body: JSON.stringify(body) });
const own = { category: 'byok', id: 'provider-1', name: 'mine' } as const;

describe('an OpenAI-compatible list', () => {
  const list = json({
    object: 'list',
    data: [
      { id: 'gpt-4o', object: 'model' },
      { id: 'gpt-4.1-mini' },
      { id: 'text-embedding-3-small' },
      { id: 'served', max_model_len: 9_000 },
      { id: 'routed', context_length: 64_000 },
    ],
  });

  it('is asked for with the key and read as it is, embedding models and all', async () => {
    const server = await startProvider(() => list);
    const provider = createProvider(testConnection({ baseUrl: `${server.url}/v1/` }));
    const { models, embeddings } = await provider.list();
    expect(server.seen).toMatchObject([
      { method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer test-key-1' } },
    ]);
    expect(models.map((model) => [model.handle, model.contextWindow])).toEqual([
      ['openai-proxy/gpt-4.1-mini', 1_047_576],
      ['openai-proxy/gpt-4o', 128_000],
      ['openai-proxy/routed', 64_000],
      ['openai-proxy/served', 9_000],
      ['openai-proxy/text-embedding-3-small', 128_000],
    ]);
    expect(models[0]).toEqual({
      handle: 'openai-proxy/gpt-4.1-mini',
      name: 'gpt-4.1-mini',
      displayName: 'gpt-4.1-mini',
      providerName: 'openai',
      providerCategory: 'base',
      providerId: null,
      providerType: 'openai',
      endpoint: `${server.url}/v1`,
      contextWindow: 1_047_576,
      maxOutputTokens: 16_384,
    });
    expect(embeddings.map(({ handle, dimension }) => [handle, dimension])).toEqual([
      ['openai/text-embedding-3-small', 1536],
      ['openai/text-embedding-3-large', 3072],
      ['openai/text-embedding-ada-002', 1536],
    ]);
  });

  it('names the models of people’s own providers after the provider', async () => {
    const server = await startProvider(() => json([{ id: 'gpt-4o' }]));
    const { models, embeddings } = await createProvider(testConnection({ ...own, baseUrl: server.url })).list();
    expect(models).toMatchObject([
      { handle: 'mine/gpt-4o', providerName: 'mine', providerCategory: 'byok', providerId: 'provider-1' },
    ]);
    expect(embeddings[0]?.handle).toBe('mine/text-embedding-3-small');
  });
});

describe('an Anthropic list', () => {
  it('is read page by page, with context windows, without what is retired', async () => {
    const server = await startProvider((request) =>
      request.path.includes('after_id=claude-a')
        ? json({
            data: [{ id: 'claude-3-haiku-20240307' }, { id: 'claude-old', lifecycle: 'retired' }],
            has_more: false,
          })
        : json({
            data: [{ id: 'claude-a', display_name: 'Claude A', max_input_tokens: 1_000_000, max_tokens: 64_000 }],
            has_more: true,
          }),
    );
    const provider = createProvider(
      testConnection({ type: 'anthropic', name: 'anthropic', baseUrl: `${server.url}/v1` }),
    );
    const { models, embeddings } = await provider.list();
    expect(server.seen.map((request) => request.path)).toEqual([
      '/v1/models?limit=1000',
      '/v1/models?limit=1000&after_id=claude-a',
    ]);
    expect(server.seen[0]!.headers).toMatchObject({ 'x-api-key': 'test-key-1', 'anthropic-version': '2026-10-21' });
    expect(
      models.map((model) => [model.handle, model.displayName, model.contextWindow, model.maxOutputTokens]),
    ).toEqual([
      ['anthropic/claude-a', 'Claude A', 1_000_000, 16_384],
      ['anthropic/claude-3-haiku-20240307', 'claude-3-haiku-20240307', 200_000, 4_096],
    ]);
    expect(models[0]?.providerType).toBe('anthropic');
    expect(embeddings).toEqual([]);
  });
});

describe('an Ollama list', () => {
  const shown: Record<string, unknown> = {
    'llama3.2:latest': {
      capabilities: ['completion', 'tools'],
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 131_072, 'llama.embedding_length': 3072 },
    },
    'qwen3:8b': {
      capabilities: ['completion', 'tools', 'thinking'],
      model_info: { 'qwen3.context_length': 40_960 },
      parameters: 'temperature                    0.6\nnum_ctx                        8192',
    },
    'gemma:2b': { capabilities: ['completion'], model_info: { 'gemma.context_length': 8_192 } },
    'nomic-embed-text:latest': {
      capabilities: ['embedding'],
      model_info: { 'nomic-bert.context_length': 2_048, 'nomic-bert.embedding_length': 768 },
    },
  };
  const ollama = (request: SeenRequest): Reply =>
    request.path === '/api/tags'
      ? json({ models: Object.keys(shown).map((name) => ({ name, model: name, digest: `digest of ${name}` })) })
      : json(shown[request.body.model]);

  it('has the models that call tools, with their context, and those that embed', async () => {
    const server = await startProvider(ollama);
    const provider = createProvider(
      testConnection({ type: 'ollama', name: 'ollama', apiKey: '', baseUrl: `${server.url}/v1/` }),
    );
    const { models, embeddings } = await provider.list();
    expect(models.map((model) => [model.handle, model.contextWindow, model.endpoint])).toEqual([
      ['ollama/llama3.2:latest', 131_072, `${server.url}/v1`],
      ['ollama/qwen3:8b', 8_192, `${server.url}/v1`],
    ]);
    expect(embeddings).toMatchObject([
      { handle: 'ollama/nomic-embed-text:latest', dimension: 768, providerName: 'ollama' },
    ]);
    expect(server.seen[0]!.headers.authorization).toBeUndefined();
    expect(server.seen).toHaveLength(5);
    await provider.list();
    expect(server.seen.slice(5).map((request) => request.path)).toEqual(['/api/tags']);
  });
});

describe('an LM Studio list', () => {
  it('has language and vision models, and embedding models', async () => {
    const data = [
      { id: 'qwen3-8b', type: 'llm', max_context_length: 40_960, compatibility_type: 'gguf' },
      { id: 'qwen2-vl', type: 'vlm', max_context_length: 32_768, loaded_context_length: 4_096 },
      { id: 'nomic-embed', type: 'embeddings', max_context_length: 2_048 },
      { id: 'whisper', type: 'stt' },
    ];
    const server = await startProvider(() => json({ data }));
    const provider = createProvider(
      testConnection({ type: 'lmstudio_openai', name: 'lmstudio_openai', apiKey: '', baseUrl: `${server.url}/v1` }),
    );
    const { models, embeddings } = await provider.list();
    expect(server.seen.map((request) => request.path)).toEqual(['/api/v0/models']);
    expect(models.map((model) => [model.handle, model.contextWindow, model.endpoint])).toEqual([
      ['lmstudio_openai/qwen3-8b', 40_960, `${server.url}/v1`],
      ['lmstudio_openai/qwen2-vl', 4_096, `${server.url}/v1`],
    ]);
    expect(embeddings.map(({ handle, dimension }) => [handle, dimension])).toEqual([
      ['lmstudio_openai/nomic-embed', 768],
    ]);
  });
});

describe('the check of a connection', () => {
  const types = ['openai', 'anthropic', 'ollama', 'lmstudio_openai'] as const;
  const empty = json({ data: [], models: [] });

  it.each(types)('%s: is content with a list', async (type) => {
    const server = await startProvider(() => empty);
    await expect(createProvider(testConnection({ type, baseUrl: server.url })).check()).resolves.toBeUndefined();
  });

  it.each(
    types.flatMap((type) => [
      [
        type,
        { status: 401, body: '{"error":{"message":"bad test-key-1"}}' },
        'UNAUTHENTICATED: ',
        '401 bad \\[hidden\\]',
      ] as const,
      [type, { status: 500, body: '{"error":"out of order"}' }, 'INTERNAL_SERVER_ERROR: ', '500 out of order'] as const,
      [type, { body: '<html>' }, 'INTERNAL_SERVER_ERROR: ', 'is not a list of models'] as const,
      [type, { status: 307, headers: { location: '/elsewhere' }, body: '' }, 'INTERNAL_SERVER_ERROR: ', '307'] as const,
    ]),
  )('%s: says what is wrong with %j', async (type, reply, prefix, said) => {
    const server = await startProvider(() => reply);
    await expect(createProvider(testConnection({ ...own, type, baseUrl: server.url })).check()).rejects.toMatchObject({
      detail: expect.stringMatching(new RegExp(`^${prefix}.* mine said: .*${said} ?.*\\[BYOK\\]$`)),
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each(types)('%s: waits 5 s, all its requests together', async (type) => {
    const timeout = vi
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation(() => AbortSignal.abort(new DOMException('', 'TimeoutError')));
    const server = await startProvider(() => empty);
    const checked = createProvider(testConnection({ type, baseUrl: server.url })).check();
    await expect(checked).rejects.toMatchObject({ type: 'llm_timeout', detail: expect.stringMatching(/^TIMEOUT: /) });
    expect(timeout.mock.calls).toEqual([[5_000]]);
    timeout.mockRestore();
  });
});
