import { describe, expect, it } from 'vitest';
import type { ModelMessage, ModelReasoning } from './chat-model.ts';
import { createProvider } from './create-provider.ts';
import { eventsOf, type Reply, sse, startProvider, testConnection, testInfo, testRequest } from './test-provider.ts';

const usage = {
  input_tokens: 50,
  output_tokens: 30,
  total_tokens: 80,
  input_tokens_details: { cached_tokens: 10, cache_write_tokens: 4 },
  output_tokens_details: { reasoning_tokens: 12 },
};
const response = (fields: object = {}) => ({ id: 'resp_1', object: 'response', status: 'completed', usage, ...fields });
const reasoningItem = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'gAAAA-sealed' };
const functionItem = (id: string, args: string) => ({
  id: `fc_${id}`,
  type: 'function_call',
  call_id: id,
  name: 'roll',
  arguments: args,
});
const STREAM = [
  { type: 'response.created', response: response({ status: 'in_progress' }) },
  { type: 'response.output_item.added', output_index: 0, item: { ...reasoningItem, encrypted_content: null } },
  { type: 'response.reasoning_summary_part.added', output_index: 0, summary_index: 0 },
  { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'First.' },
  { type: 'response.reasoning_summary_part.added', output_index: 0, summary_index: 1 },
  { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 1, delta: 'Then.' },
  { type: 'response.output_item.done', output_index: 0, item: reasoningItem },
  { type: 'response.output_text.delta', output_index: 1, delta: 'Rolling' },
  { type: 'response.output_item.added', output_index: 2, item: functionItem('a', '') },
  { type: 'response.output_item.added', output_index: 3, item: functionItem('b', '') },
  { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"n"' },
  { type: 'response.function_call_arguments.delta', output_index: 2, delta: ':1}' },
  { type: 'response.output_item.done', output_index: 2, item: functionItem('a', '{"n":1}') },
  { type: 'response.output_item.done', output_index: 3, item: functionItem('b', '{"n":2}') },
  { type: 'response.completed', response: response() },
];

async function modelAnswering(reply: Reply, name = 'gpt-5-mini') {
  const provider = await startProvider(() => reply);
  const connection = testConnection({ baseUrl: `${provider.url}/v1` });
  return { model: createProvider(connection).chatModel(testInfo(name)), provider };
}

describe('the Responses API', () => {
  it.each([
    ['o1', '/v1/responses'],
    ['o3-mini', '/v1/responses'],
    ['o4-mini', '/v1/responses'],
    ['gpt-5.1', '/v1/responses'],
    ['gpt-4o', '/v1/chat/completions'],
    ['openai/gpt-5', '/v1/chat/completions'],
  ])('answers for %s at %s', async (name, path) => {
    const { model, provider } = await modelAnswering(
      { body: sse([{ type: 'response.completed', response: response() }]) },
      name,
    );
    await eventsOf(model);
    expect(provider.seen.map((request) => request.path)).toEqual([path]);
  });

  it('streams summaries, the seal, text, parallel calls, usage and the whole answer', async () => {
    const { model } = await modelAnswering({ body: sse(STREAM) });
    expect(await eventsOf(model)).toEqual([
      { type: 'reasoning', delta: 'First.' },
      { type: 'reasoning', delta: '\n\n' },
      { type: 'reasoning', delta: 'Then.' },
      { type: 'reasoning-signature', signature: 'gAAAA-sealed' },
      { type: 'text', delta: 'Rolling' },
      { type: 'tool-call', index: 0, id: 'a', name: 'roll' },
      { type: 'tool-call', index: 1, id: 'b', name: 'roll' },
      { type: 'tool-call', index: 0, argumentsDelta: '{"n"' },
      { type: 'tool-call', index: 0, argumentsDelta: ':1}' },
      { type: 'tool-call', index: 1, argumentsDelta: '{"n":2}' },
      { type: 'finish', reason: 'tool_calls' },
      {
        type: 'usage',
        usage: {
          promptTokens: 50,
          completionTokens: 30,
          totalTokens: 80,
          cachedInputTokens: 10,
          cacheWriteTokens: 4,
          reasoningTokens: 12,
        },
      },
      { type: 'response', body: response() },
    ]);
  });

  it('sends what came out back in unchanged', async () => {
    const { model, provider } = await modelAnswering({ body: sse(STREAM) });
    const piece = { text: '', signature: null as string | null };
    for (const event of await eventsOf(model)) {
      if (event.type === 'reasoning') piece.text += event.delta;
      if (event.type === 'reasoning-signature') piece.signature = event.signature;
    }
    const reasoning: ModelReasoning[] = [piece, { text: 'nobody signed this', signature: null }];
    const messages: ModelMessage[] = [
      { role: 'system', content: 'Prompt' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } },
        ],
      },
      {
        role: 'assistant',
        content: 'Rolling',
        reasoning,
        toolCalls: [{ id: 'a', name: 'roll', arguments: '{"n":1}' }],
      },
      { role: 'tool', toolCallId: 'a', content: 'six' },
      { role: 'assistant', content: null, reasoning: [piece], toolCalls: [] },
    ];
    const tool = { name: 'roll', description: 'Rolls', parameters: { type: 'object', properties: {} } };
    const request = testRequest({
      messages,
      tools: [tool],
      toolChoice: { name: 'roll' },
      temperature: 0.5,
      maxOutputTokens: 99,
      reasoningEffort: 'high',
      parallelToolCalls: true,
      responseFormat: { type: 'json_schema', json_schema: { name: 'dice', schema: { type: 'object' }, strict: true } },
    });
    await eventsOf(model, request);
    const { stream, ...sent } = provider.seen[1]!.body;
    expect(stream).toBe(true);
    expect(sent).toEqual(model.payload(request));
    expect(sent).toEqual({
      model: 'gpt-5-mini',
      input: [
        { role: 'developer', content: 'Prompt' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'Hi' },
            { type: 'input_image', image_url: 'data:image/png;base64,AA', detail: 'auto' },
          ],
        },
        {
          type: 'reasoning',
          summary: [{ type: 'summary_text', text: 'First.\n\nThen.' }],
          encrypted_content: 'gAAAA-sealed',
        },
        { role: 'assistant', content: 'Rolling' },
        { type: 'function_call', call_id: 'a', name: 'roll', arguments: '{"n":1}' },
        { type: 'function_call_output', call_id: 'a', output: 'six' },
      ],
      include: ['reasoning.encrypted_content'],
      max_output_tokens: 99,
      parallel_tool_calls: true,
      reasoning: { effort: 'high', summary: 'detailed' },
      store: false,
      text: { format: { type: 'json_schema', name: 'dice', schema: { type: 'object' }, strict: true } },
      tool_choice: { type: 'function', name: 'roll' },
      tools: [{ type: 'function', strict: false, ...tool }],
      user: 'user-00000000-0000-4000-8000-000000000000',
    });
  });

  it.each([
    ['o3', 'minimal', 'low'],
    ['o3', 'xhigh', 'high'],
    ['gpt-5', 'minimal', 'minimal'],
    ['gpt-5.1', 'minimal', 'low'],
    ['gpt-5.1', 'none', 'none'],
    ['gpt-5', 'nonsense', undefined],
    ['gpt-5', null, undefined],
  ])('asks %s, set to %s, for the effort %s', (name, reasoningEffort, effort) => {
    const model = createProvider(testConnection({})).chatModel(testInfo(name));
    const { reasoning } = model.payload(testRequest({ reasoningEffort })) as { reasoning: { effort?: string } };
    expect(reasoning.effort).toBe(effort);
  });

  it.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content_filter'],
  ])('ends an answer that is incomplete for %s with %s', async (reason, finish) => {
    const incomplete = response({ status: 'incomplete', incomplete_details: { reason } });
    const { model } = await modelAnswering({ body: sse([{ type: 'response.incomplete', response: incomplete }]) });
    expect(await eventsOf(model)).toContainEqual({ type: 'finish', reason: finish });
  });

  it.each([
    [
      {
        type: 'response.failed',
        response: response({ status: 'failed', error: { code: 'server_error', message: 'Broke' } }),
      },
      { type: 'llm_error', detail: expect.stringMatching(/^INTERNAL_SERVER_ERROR: .*Broke/) },
    ],
    [
      { type: 'error', code: 'rate_limit_exceeded', message: 'Slow down', param: null },
      { type: 'llm_rate_limit', detail: expect.stringContaining('Slow down') },
    ],
    [
      { type: 'error', code: null, message: 'Your input exceeds the context window of this model.', param: null },
      { isContextOverflow: true },
    ],
    [
      { type: 'response.output_text.delta', delta: 'Hal' },
      { type: 'llm_error', detail: expect.stringContaining('ended before') },
    ],
  ])('throws for a stream that ends with %j', async (event, error) => {
    const { model } = await modelAnswering({ body: sse([event]) });
    await expect(eventsOf(model)).rejects.toMatchObject(error);
  });
});
