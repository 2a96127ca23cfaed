import { describe, expect, it } from 'vitest';
import type { ModelMessage } from './chat-model.ts';
import { createProvider } from './create-provider.ts';
import { eventsOf, type Reply, sse, startProvider, testConnection, testInfo, testRequest } from './test-provider.ts';

const USER = 'user-00000000-0000-4000-8000-000000000000';
const chunk = (delta: object, finish: string | null = null) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'gpt-4o-mini-2024',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const usage = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 40, cache_write_tokens: 7 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
const usageChunk = { ...chunk({}), choices: [], usage };
const stream = (...events: object[]): Reply => ({ body: `${sse(events)}data: [DONE]\n\n` });

async function modelAnswering(reply: Reply, name = 'gpt-4o-mini') {
  const provider = await startProvider(() => reply);
  const connection = testConnection({ baseUrl: `${provider.url}/v1` });
  return { model: createProvider(connection).chatModel(testInfo(name)), provider };
}

const TOOL = { name: 'roll', description: 'Rolls', parameters: { type: 'object', properties: {} } };
const HISTORY: ModelMessage[] = [
  { role: 'system', content: 'Prompt' },
  {
    role: 'user',
    content: [
      { type: 'text', text: 'Look' },
      { type: 'image_url', image_url: { url: 'data:x' } },
    ],
  },
  {
    role: 'assistant',
    content: null,
    reasoning: [{ text: 'Think a bit.', signature: null }, { redacted: 'secret' }],
    toolCalls: [{ id: 'call_1', name: 'roll', arguments: '{}' }],
  },
  { role: 'tool', toolCallId: 'call_1', content: '{"status":"OK"}' },
  { role: 'assistant', content: 'Six.', reasoning: [{ text: 'Easy.', signature: null }], toolCalls: [] },
];

describe('a chat completion', () => {
  it('is asked for with the fields of the original, in its order', async () => {
    const { model, provider } = await modelAnswering(stream(chunk({ content: 'Hi' }, 'stop')));
    const request = testRequest({
      messages: HISTORY,
      tools: [TOOL],
      temperature: 1,
      maxOutputTokens: 16_384,
      responseFormat: { type: 'json_object' },
    });
    await eventsOf(model, request);
    const { stream: isStream, stream_options, ...sent } = provider.seen[0]!.body;
    expect(Object.keys(sent)).toEqual([
      'model',
      'messages',
      'max_completion_tokens',
      'temperature',
      'user',
      'parallel_tool_calls',
      'tools',
      'tool_choice',
      'response_format',
    ]);
    expect({ isStream, stream_options }).toEqual({ isStream: true, stream_options: { include_usage: true } });
    expect(sent).toMatchObject({ max_completion_tokens: 16_384, user: USER, tool_choice: 'auto' });
    expect(sent.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'roll', arguments: '{}' } }],
        reasoning_content: 'Think a bit.',
      },
      { role: 'tool', tool_call_id: 'call_1', content: '{"status":"OK"}' },
      { role: 'assistant', content: 'Six.', reasoning_content: 'Easy.' },
    ]);
    expect(model.payload(request)).toEqual(sent);
    expect(provider.seen[0]!.headers.authorization).toBe('Bearer test-key-1');
  });

  it('keeps reasoning back from OpenAI itself, which refuses it', () => {
    const model = createProvider(testConnection({})).chatModel(testInfo('gpt-4o'));
    expect(JSON.stringify(model.payload(testRequest({ messages: HISTORY })))).not.toContain('reasoning_content');
  });

  it.each([
    ['required', 'required'],
    ['none', 'none'],
    [{ name: 'roll' }, { type: 'function', function: { name: 'roll' } }],
  ] as const)('asks for the tool choice %j as %j', (toolChoice, sent) => {
    const model = createProvider(testConnection({})).chatModel(testInfo('gpt-4o'));
    expect(model.payload(testRequest({ tools: [TOOL], toolChoice }))).toMatchObject({ tool_choice: sent });
  });

  it('streams reasoning, text, parallel calls in fragments, usage and the whole answer', async () => {
    const call = (index: number, fields: object) => chunk({ tool_calls: [{ index, ...fields }] });
    const { model } = await modelAnswering(
      stream(
        chunk({ role: 'assistant', content: '', reasoning_content: 'Let me ' }),
        chunk({ reasoning: 'see.' }),
        chunk({ content: 'Rol' }),
        chunk({ content: 'ling' }),
        call(0, { id: 'a', function: { name: 'roll', arguments: '' } }),
        call(1, { id: 'b', function: { name: 'flip', arguments: '{"n"' } }),
        call(0, { function: { arguments: '{}' } }),
        call(1, { id: '', function: { name: 'flip', arguments: ':2}' } }),
        chunk({}, 'tool_calls'),
        usageChunk,
      ),
    );
    const calls = [
      { id: 'a', type: 'function', function: { name: 'roll', arguments: '{}' } },
      { id: 'b', type: 'function', function: { name: 'flip', arguments: '{"n":2}' } },
    ];
    expect(await eventsOf(model)).toEqual([
      { type: 'reasoning', delta: 'Let me ' },
      { type: 'reasoning', delta: 'see.' },
      { type: 'text', delta: 'Rol' },
      { type: 'text', delta: 'ling' },
      { type: 'tool-call', index: 0, id: 'a', name: 'roll' },
      { type: 'tool-call', index: 1, id: 'b', name: 'flip', argumentsDelta: '{"n"' },
      { type: 'tool-call', index: 0, argumentsDelta: '{}' },
      { type: 'tool-call', index: 1, argumentsDelta: ':2}' },
      { type: 'finish', reason: 'tool_calls' },
      {
        type: 'usage',
        usage: {
          promptTokens: 100,
          completionTokens: 20,
          totalTokens: 120,
          cachedInputTokens: 40,
          cacheWriteTokens: 7,
          reasoningTokens: 5,
        },
      },
      {
        type: 'response',
        body: {
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1_700_000_000,
          model: 'gpt-4o-mini-2024',
          choices: [
            {
              index: 0,
              finish_reason: 'tool_calls',
              message: { role: 'assistant', content: 'Rolling', tool_calls: calls, reasoning_content: 'Let me see.' },
            },
          ],
          usage,
        },
      },
    ]);
  });

  it('tells whole calls apart that all come with index 0', async () => {
    const whole = (id: string) =>
      chunk({ tool_calls: [{ index: 0, id, function: { name: 'roll', arguments: '{}' } }] });
    const { model } = await modelAnswering(stream(whole('a'), whole('b'), chunk({}, 'stop')));
    const calls = (await eventsOf(model)).filter((event) => event.type === 'tool-call');
    expect(calls.map(({ index, id }) => [index, id])).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content_filter'],
    ['function_call', 'tool_calls'],
    ['eos', 'stop'],
  ])('takes the finish reason %s for %s', async (said, meant) => {
    const { model } = await modelAnswering(stream(chunk({ content: 'x' }, said)));
    expect(await eventsOf(model)).toContainEqual({ type: 'finish', reason: meant });
  });

  it('takes a stream that just ends as it is', async () => {
    const { model } = await modelAnswering({ body: sse([chunk({ content: 'Hi' })]) });
    expect(await eventsOf(model)).toMatchObject([
      { type: 'text', delta: 'Hi' },
      { type: 'response', body: { choices: [{ finish_reason: null, message: { content: 'Hi' } }], usage: null } },
    ]);
  });

  it('gives what it has of a cut stream, then throws', async () => {
    const { model } = await modelAnswering({ body: sse([chunk({ content: 'Hi' })]), ending: 'cut' });
    const said: string[] = [];
    const reading = (async () => {
      for await (const event of model.stream(testRequest())) said.push(event.type);
    })();
    await expect(reading).rejects.toMatchObject({ type: 'llm_error', status: 500 });
    expect(said).toEqual(['text']);
  });

  it('throws what a stream says in place of a chunk', async () => {
    const error = { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' };
    const { model } = await modelAnswering(stream(chunk({ content: 'Hi' }), { error }));
    await expect(eventsOf(model)).rejects.toMatchObject({
      type: 'llm_rate_limit',
      detail: expect.stringContaining('Slow down'),
    });
  });

  it('asks local servers for max_tokens, the only limit they know', () => {
    const model = createProvider(testConnection({ type: 'ollama' })).chatModel(testInfo('llama3.2'));
    const payload = model.payload(testRequest({ maxOutputTokens: 9 }));
    expect(payload).toMatchObject({ max_tokens: 9 });
    expect(payload).not.toHaveProperty('max_completion_tokens');
  });
});

describe('embeddings', () => {
  it('come as vectors of length 1, in order', async () => {
    const data = [
      { index: 0, embedding: [3, 4] },
      { index: 1, embedding: [0, 2] },
    ];
    const provider = await startProvider(() => ({ body: JSON.stringify({ data }) }));
    const source = createProvider(testConnection({ baseUrl: `${provider.url}/v1` }));
    const vectors = await source.embed(source.knownEmbeddings[0]!)(['a', 'b']);
    expect(vectors).toEqual([Float32Array.of(0.6, 0.8), Float32Array.of(0, 1)]);
    expect(provider.seen[0]!.body).toEqual({
      model: 'text-embedding-3-small',
      input: ['a', 'b'],
      encoding_format: 'float',
    });
  });
});
