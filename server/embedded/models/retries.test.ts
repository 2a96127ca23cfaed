import { afterEach, describe, expect, it, vi } from 'vitest';
import { withCappedWait } from './capped-fetch.ts';
import { createProvider } from './create-provider.ts';
import { eventsOf, sse, startProvider, testConnection, testInfo, testRequest } from './test-provider.ts';

const CHAT_TEXT = sse([{ id: 'c', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] }]);
const CHAT = CHAT_TEXT + sse([{ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }]);
const RESPONSES_TEXT = sse([{ type: 'response.output_text.delta', delta: 'Hi' }]);
const RESPONSES = RESPONSES_TEXT + sse([{ type: 'response.completed', response: { id: 'r', status: 'completed' } }]);
const ANTHROPIC_TEXT = sse([
  { type: 'message_start', message: { id: 'm', usage: { input_tokens: 1, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
]);
const ANTHROPIC = ANTHROPIC_TEXT + sse([{ type: 'message_stop' }]);

const KINDS = [
  { name: 'chat completions', type: 'openai', model: 'gpt-4o', begun: CHAT_TEXT, whole: CHAT },
  { name: 'responses', type: 'openai', model: 'gpt-5', begun: RESPONSES_TEXT, whole: RESPONSES },
  { name: 'anthropic', type: 'anthropic', model: 'claude-sonnet-4-6', begun: ANTHROPIC_TEXT, whole: ANTHROPIC },
] as const;

const modelAt = ({ type, model }: (typeof KINDS)[number], url: string) =>
  createProvider(testConnection({ type, baseUrl: `${url}/v1` })).chatModel(testInfo(model));

afterEach(() => vi.useRealTimers());

describe.each(KINDS)('$name', (kind) => {
  it.each([429, 500, 503, 529])('tries again after %i, as soon as Retry-After says', async (status) => {
    const provider = await startProvider((_, count) =>
      count <= 2
        ? { status, headers: { 'retry-after': '0.01' }, body: '{"error":{"message":"no"}}' }
        : { body: kind.whole },
    );
    expect(await eventsOf(modelAt(kind, provider.url))).toContainEqual({ type: 'text', delta: 'Hi' });
    expect(provider.seen).toHaveLength(3);
  });

  it('gives up after two retries', async () => {
    const provider = await startProvider(() => ({
      status: 429,
      headers: { 'retry-after': '0.01' },
      body: '{"error":{"message":"no"}}',
    }));
    await expect(eventsOf(modelAt(kind, provider.url))).rejects.toMatchObject({ type: 'llm_rate_limit' });
    expect(provider.seen).toHaveLength(3);
  });

  it.each([400, 401, 404])('does not try again after %i', async (status) => {
    const provider = await startProvider(() => ({ status, body: '{"error":{"message":"no"}}' }));
    await expect(eventsOf(modelAt(kind, provider.url))).rejects.toBeInstanceOf(Error);
    expect(provider.seen).toHaveLength(1);
  });

  it('does not try again once the answer has begun', async () => {
    const provider = await startProvider(() => ({ body: kind.begun, ending: 'cut' }));
    await expect(eventsOf(modelAt(kind, provider.url))).rejects.toMatchObject({ type: 'llm_error' });
    expect(provider.seen).toHaveLength(1);
  });

  it('stops waiting for a retry at once when aborted', async () => {
    const controller = new AbortController();
    const provider = await startProvider(() => {
      setImmediate(() => controller.abort());
      return { status: 429, headers: { 'retry-after': '25' }, body: '{"error":{"message":"no"}}' };
    });
    const events = await eventsOf(modelAt(kind, provider.url), testRequest({ signal: controller.signal }));
    expect(events).toEqual([]);
    expect(provider.seen).toHaveLength(1);
  });

  it('hangs up in mid-stream when aborted, and ends quietly', async () => {
    const provider = await startProvider(() => ({ body: kind.begun, ending: 'hold' }));
    const controller = new AbortController();
    const said: string[] = [];
    for await (const event of modelAt(kind, provider.url).stream(testRequest({ signal: controller.signal }))) {
      said.push(event.type);
      controller.abort();
    }
    await provider.closed;
    expect(said).toEqual(['text']);
  });

  it('follows no redirect, so that a key stays with its host', async () => {
    const other = await startProvider(() => ({ body: kind.whole }));
    const provider = await startProvider(() => ({ status: 307, headers: { location: `${other.url}/x` }, body: '' }));
    await expect(eventsOf(modelAt(kind, provider.url))).rejects.toMatchObject({ type: 'llm_error' });
    expect(other.seen).toHaveLength(0);
  });
});

describe('a long Retry-After', () => {
  it.each([
    [{ 'retry-after': '3600' }, '30000'],
    [{ 'retry-after': '31' }, '30000'],
    [{ 'retry-after-ms': '60000', 'retry-after': '1' }, '30000'],
    [{ 'retry-after': 'Sat, 01 Jan 2028 00:10:00 GMT' }, '30000'],
    [{ 'retry-after': 'Sat, 01 Jan 2028 00:00:10 GMT' }, null],
    [{ 'retry-after': '30' }, null],
    [{}, null],
  ])('%j is cut to 30 s', async (headers, milliseconds) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2028-01-01T00:00:00Z') });
    const capped = withCappedWait(new Response('body', { status: 429, headers: new Headers(Object.entries(headers)) }));
    expect(capped.headers.get('retry-after-ms')).toBe(milliseconds);
    expect(capped.headers.get('retry-after')).toBe(
      milliseconds ? null : new Headers(Object.entries(headers)).get('retry-after'),
    );
    expect(capped.status).toBe(429);
    expect(await capped.text()).toBe('body');
  });
});
