import { describe, expect, it } from 'vitest';
import type { ModelMessage, ModelReasoning } from './chat-model.ts';
import { createProvider } from './create-provider.ts';
import { eventsOf, type Reply, sse, startProvider, testConnection, testInfo, testRequest } from './test-provider.ts';

const usage = { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 30, cache_creation_input_tokens: 5 };
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-6',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage,
};
const start = { type: 'message_start', message };
const open = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, fields: object) => ({ type: 'content_block_delta', index, delta: fields });
const stop = (index: number) => ({ type: 'content_block_stop', index });
const end = (stop_reason: string) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 25 } },
  { type: 'message_stop' },
];
const toolUse = (id: string, name: string) => ({ type: 'tool_use', id, name, input: {} });
const STREAM = [
  start,
  { type: 'ping' },
  open(0, { type: 'thinking', thinking: '', signature: '' }),
  delta(0, { type: 'thinking_delta', thinking: 'Let me ' }),
  delta(0, { type: 'thinking_delta', thinking: 'see.' }),
  delta(0, { type: 'signature_delta', signature: 'EqQBsig' }),
  stop(0),
  open(1, { type: 'redacted_thinking', data: 'EmwKAhgB' }),
  stop(1),
  open(2, { type: 'text', text: '' }),
  delta(2, { type: 'text_delta', text: 'Rolling' }),
  stop(2),
  open(3, toolUse('toolu_1', 'roll')),
  delta(3, { type: 'input_json_delta', partial_json: '' }),
  delta(3, { type: 'input_json_delta', partial_json: '{"sides"' }),
  delta(3, { type: 'input_json_delta', partial_json: ': 6}' }),
  stop(3),
  open(4, toolUse('toolu_2', 'flip')),
  stop(4),
  ...end('tool_use'),
];

async function modelAnswering(reply: Reply) {
  const provider = await startProvider(() => reply);
  const source = createProvider(testConnection({ type: 'anthropic', name: 'anthropic', baseUrl: provider.url }));
  return { model: source.chatModel(testInfo('claude-sonnet-4-6')), provider };
}

function payloadOf(fields: Parameters<typeof testRequest>[0]) {
  const source = createProvider(testConnection({ type: 'anthropic' }));
  return source.chatModel(testInfo('claude-sonnet-4-5')).payload(testRequest(fields));
}

const TOOL = { name: 'roll', description: 'Rolls', parameters: { type: 'object', properties: {} } };
const EPHEMERAL = { cache_control: { type: 'ephemeral' } };

describe('an Anthropic stream', () => {
  it('gives thinking with its signature, redacted thinking, text, parallel calls, usage and the message', async () => {
    const { model, provider } = await modelAnswering({ body: sse(STREAM) });
    expect(await eventsOf(model)).toEqual([
      { type: 'reasoning', delta: 'Let me ' },
      { type: 'reasoning', delta: 'see.' },
      { type: 'reasoning-signature', signature: 'EqQBsig' },
      { type: 'redacted-reasoning', data: 'EmwKAhgB' },
      { type: 'text', delta: 'Rolling' },
      { type: 'tool-call', index: 0, id: 'toolu_1', name: 'roll' },
      { type: 'tool-call', index: 0, argumentsDelta: '{"sides"' },
      { type: 'tool-call', index: 0, argumentsDelta: ': 6}' },
      { type: 'tool-call', index: 1, id: 'toolu_2', name: 'flip' },
      { type: 'tool-call', index: 1, argumentsDelta: '{}' },
      { type: 'finish', reason: 'tool_calls' },
      {
        type: 'usage',
        usage: {
          promptTokens: 45,
          completionTokens: 25,
          totalTokens: 70,
          cachedInputTokens: 30,
          cacheWriteTokens: 5,
          reasoningTokens: null,
        },
      },
      {
        type: 'response',
        body: {
          ...message,
          content: [
            { type: 'thinking', thinking: 'Let me see.', signature: 'EqQBsig' },
            { type: 'redacted_thinking', data: 'EmwKAhgB' },
            { type: 'text', text: 'Rolling' },
            { type: 'tool_use', id: 'toolu_1', name: 'roll', input: { sides: 6 } },
            { type: 'tool_use', id: 'toolu_2', name: 'flip', input: {} },
          ],
          stop_reason: 'tool_use',
          usage: { ...usage, output_tokens: 25 },
        },
      },
    ]);
    expect(provider.seen[0]).toMatchObject({
      path: '/v1/messages',
      headers: { authorization: 'Bearer test-key-1', 'x-api-key': 'test-key-1' },
      body: { stream: true },
    });
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['pause_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content_filter'],
  ])('takes the stop reason %s for %s', async (said, meant) => {
    const { model } = await modelAnswering({ body: sse([start, ...end(said)]) });
    expect(await eventsOf(model)).toContainEqual({ type: 'finish', reason: meant });
  });

  it.each<[string, Reply, string]>([
    ['broken', { body: sse(STREAM.slice(0, 4)), ending: 'cut' }, 'INTERNAL_SERVER_ERROR'],
    ['ended too early', { body: sse(STREAM.slice(0, 4)) }, 'ended before'],
    [
      'overloaded',
      {
        body: sse([
          ...STREAM.slice(0, 4),
          { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
        ]),
      },
      'Overloaded',
    ],
  ])('gives what it has of a stream that is %s, then throws', async (_, reply, detail) => {
    const { model } = await modelAnswering(reply);
    const said: string[] = [];
    const reading = (async () => {
      for await (const event of model.stream(testRequest())) said.push(event.type);
    })();
    await expect(reading).rejects.toMatchObject({ type: 'llm_error', detail: expect.stringContaining(detail) });
    expect(said).toEqual(['reasoning']);
  });
});

describe('an Anthropic request', () => {
  it('sends what came out back in unchanged', async () => {
    const { model, provider } = await modelAnswering({ body: sse(STREAM) });
    const reasoning: ModelReasoning[] = [];
    const piece = { text: '', signature: null as string | null };
    for (const event of await eventsOf(model)) {
      if (event.type === 'reasoning') piece.text += event.delta;
      if (event.type === 'reasoning-signature') reasoning.push({ ...piece, signature: event.signature });
      if (event.type === 'redacted-reasoning') reasoning.push({ redacted: event.data });
    }
    const toolCalls = [{ id: 'toolu_1', name: 'roll', arguments: '{"sides": 6}' }];
    const messages: ModelMessage[] = [
      { role: 'system', content: 'Prompt' },
      { role: 'user', content: 'Roll' },
      { role: 'assistant', content: 'Rolling', reasoning, toolCalls },
      { role: 'tool', toolCallId: 'toolu_1', content: 'six' },
    ];
    const request = testRequest({
      messages,
      tools: [TOOL],
      temperature: 0.5,
      thinkingBudget: 2_000,
      parallelToolCalls: true,
    });
    await eventsOf(model, request);
    const { stream, ...sent } = provider.seen[1]!.body;
    expect(stream).toBe(true);
    expect(sent).toEqual(model.payload(request));
    expect(sent).toEqual({
      model: 'claude-sonnet-4-6',
      max_tokens: 4_096,
      system: [{ type: 'text', text: 'Prompt', ...EPHEMERAL }],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Roll' }] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Let me see.', signature: 'EqQBsig' },
            { type: 'redacted_thinking', data: 'EmwKAhgB' },
            { type: 'text', text: 'Rolling' },
            { type: 'tool_use', id: 'toolu_1', name: 'roll', input: { sides: 6 } },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'six', ...EPHEMERAL }] },
      ],
      thinking: { type: 'enabled', budget_tokens: 2_000 },
      tools: [{ name: 'roll', description: 'Rolls', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'auto', disable_parallel_tool_use: false },
    });
  });

  it('merges one speaker, drops what is empty, and lets a person begin', () => {
    const call = (id: string) => ({ id, name: 'roll', arguments: 'not json' });
    const { messages } = payloadOf({
      messages: [
        { role: 'assistant', content: 'Welcome ', reasoning: [], toolCalls: [] },
        { role: 'user', content: '  ' },
        { role: 'assistant', content: ' ', reasoning: [{ text: 'x', signature: 's' }], toolCalls: [] },
        {
          role: 'assistant',
          content: null,
          reasoning: [{ text: 'unsigned', signature: null }],
          toolCalls: [call('a:1'), call('b')],
        },
        { role: 'tool', toolCallId: 'a:1', content: '1' },
        { role: 'tool', toolCallId: 'b', content: '2' },
        { role: 'system', content: 'A notice' },
        { role: 'user', content: 'Thanks' },
        { role: 'assistant', content: 'Bye \n', reasoning: [], toolCalls: [] },
      ],
    });
    expect(messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: expect.any(String) }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Welcome ' },
          { type: 'tool_use', id: 'a_1', name: 'roll', input: {} },
          { type: 'tool_use', id: 'b', name: 'roll', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'a_1', content: '1' },
          { type: 'tool_result', tool_use_id: 'b', content: '2' },
          { type: 'text', text: 'A notice' },
          { type: 'text', text: 'Thanks' },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'Bye', ...EPHEMERAL }] },
    ]);
  });

  it.each([
    ['data:image/png;base64,AAAA', { type: 'base64', media_type: 'image/png', data: 'AAAA' }],
    ['https://example.com/a.png', { type: 'url', url: 'https://example.com/a.png' }],
  ])('sends the image %s as a block', (url, source) => {
    const content = [{ type: 'image_url' as const, image_url: { url } }];
    const payload = payloadOf({ messages: [{ role: 'user', content }] });
    expect(payload['messages']).toEqual([{ role: 'user', content: [{ type: 'image', source, ...EPHEMERAL }] }]);
  });

  it.each([
    ['auto', { type: 'auto', disable_parallel_tool_use: true }],
    ['required', { type: 'any', disable_parallel_tool_use: true }],
    ['none', { type: 'none' }],
    [{ name: 'roll' }, { type: 'tool', name: 'roll', disable_parallel_tool_use: true }],
  ] as const)('asks for the tool choice %j as %j', (toolChoice, sent) => {
    expect(payloadOf({ tools: [TOOL], toolChoice })).toMatchObject({ tool_choice: sent });
  });

  const inTurn: ModelMessage[] = [
    { role: 'user', content: 'Roll' },
    { role: 'assistant', content: 'Ok', reasoning: [], toolCalls: [{ id: 'a', name: 'roll', arguments: '{}' }] },
    { role: 'tool', toolCallId: 'a', content: '1' },
  ];
  it.each<[string, Parameters<typeof testRequest>[0], object | undefined]>([
    ['the budget asked for', { thinkingBudget: 2_000 }, { type: 'enabled', budget_tokens: 2_000 }],
    ['at least the smallest budget', { thinkingBudget: 1 }, { type: 'enabled', budget_tokens: 1_024 }],
    ['less than the output limit', { thinkingBudget: 9_000 }, { type: 'enabled', budget_tokens: 4_095 }],
    ['none where the output limit leaves no room', { thinkingBudget: 2_000, maxOutputTokens: 1_000 }, undefined],
    ['none when not asked', { thinkingBudget: null }, undefined],
    ['none when a tool is forced', { thinkingBudget: 2_000, tools: [TOOL], toolChoice: 'required' }, undefined],
    ['none amid a turn that began without', { thinkingBudget: 2_000, messages: inTurn }, undefined],
  ])('thinks with %s', (_, fields, thinking) => {
    expect(payloadOf(fields)['thinking']).toEqual(thinking);
  });

  it('asks for structured output by its schema', () => {
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    const responseFormat = { type: 'json_schema', json_schema: { name: 'x', schema } };
    expect(payloadOf({ responseFormat })['output_config']).toEqual({ format: { type: 'json_schema', schema } });
    expect(payloadOf({ responseFormat: { type: 'json_object' } })).not.toHaveProperty('output_config');
  });

  it('thinks as the list says the model can, and asks for an effort where it takes one', async () => {
    const yes = { supported: true };
    const no = { supported: false };
    const capabilities = { effort: yes, thinking: { supported: true, types: { adaptive: yes, enabled: no } } };
    const data = [
      { id: 'claude-new', capabilities },
      { id: 'claude-plain', capabilities: { thinking: { supported: false } } },
    ];
    const provider = await startProvider(() => ({ body: JSON.stringify({ data }) }));
    const source = createProvider(testConnection({ type: 'anthropic', baseUrl: provider.url }));
    const { models } = await source.list();
    const payloads = models.map((info) =>
      source.chatModel(info).payload(testRequest({ thinkingBudget: 2_000, reasoningEffort: 'max' })),
    );
    expect(payloads[0]).toMatchObject({
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: 'max' },
    });
    expect(payloads[1]).not.toHaveProperty('thinking');
    expect(payloads[1]).not.toHaveProperty('output_config');
  });
});
