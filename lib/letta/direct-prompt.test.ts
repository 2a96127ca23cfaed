import { afterEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from './describe-failure.ts';
import { askDirectly, describeDirectFailure } from './direct-prompt.ts';

const REF = { serverId: 'embedded', agentId: 'agent-1' };

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('askDirectly', () => {
  it('sends only what was said, and reads what was answered', async () => {
    const fetch = vi.fn(async (_path: string, _init: RequestInit) =>
      Response.json({ content: 'hi', model: 'm', usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }),
    );
    vi.stubGlobal('fetch', fetch);
    const ask = { prompt: 'hello', systemPrompt: ' ', model: '', schema: null };
    expect(await askDirectly(REF, ask, AbortSignal.timeout(1_000))).toEqual({
      content: 'hi',
      model: 'm',
      promptTokens: null,
      completionTokens: null,
      totalTokens: null,
    });
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/servers/embedded/v1/agents/agent-1/generate');
    expect(JSON.parse(String(fetch.mock.calls[0]?.[1].body))).toEqual({ prompt: 'hello' });
  });
});

it.each([
  [404, { detail: 'Not Found' }, 'This server has no direct prompt'],
  [404, { detail: "Model 'x/y' not found or not accessible" }, 'The server does not have this model'],
  [502, { detail: 'Failed to process LLM response' }, 'The model could not be asked'],
  [422, { detail: 'No' }, 'The server did not accept the input'],
])('a failure with %s is said in words', (status, body, title) => {
  expect(describeDirectFailure(new RequestError(status, body)).title).toBe(title);
});
