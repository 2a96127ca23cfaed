import { describe, expect, it } from 'vitest';
import { createProvider } from './create-provider.ts';
import { eventsOf, startProvider, testConnection, testInfo, testRequest } from './test-provider.ts';

type Kind = 'openai' | 'responses' | 'anthropic';
const KINDS: readonly Kind[] = ['openai', 'responses', 'anthropic'];

/** Asks a provider that answers with this error, telling the SDK not to try again. */
async function failure(kind: Kind, reply: { status: number; body: string }, fields = {}) {
  const provider = await startProvider(() => ({ ...reply, headers: { 'x-should-retry': 'false' } }));
  return await askAt(kind, provider.url, fields);
}

async function askAt(kind: Kind, url: string, fields = {}) {
  const connection =
    kind === 'anthropic'
      ? testConnection({ type: 'anthropic', name: 'anthropic', baseUrl: url, ...fields })
      : testConnection({ baseUrl: `${url}/v1`, ...fields });
  const model = createProvider(connection).chatModel(testInfo(kind === 'responses' ? 'gpt-5' : 'some-model'));
  return await eventsOf(model, testRequest()).then(
    () => {
      throw new Error('The model answered.');
    },
    (error: unknown) => error,
  );
}

const openAi = (error: object) => JSON.stringify({ error });
const anthropic = (error: object) => JSON.stringify({ type: 'error', error });

/** As recorded from the original, blocking answers and streams together. */
const BY_STATUS = [
  [400, 'llm_bad_request', 400, 'INVALID_ARGUMENT'],
  [401, 'llm_authentication', 401, 'UNAUTHENTICATED'],
  [402, 'llm_insufficient_credits', 402, 'PAYMENT_REQUIRED'],
  [403, 'llm_error', 500, 'PERMISSION_DENIED'],
  [404, 'llm_error', 500, 'NOT_FOUND'],
  [408, 'llm_timeout', 504, 'TIMEOUT'],
  [422, 'llm_error', 500, 'INVALID_ARGUMENT'],
  [429, 'llm_rate_limit', 429, 'RATE_LIMIT_EXCEEDED'],
  [500, 'llm_error', 500, 'INTERNAL_SERVER_ERROR'],
  [503, 'llm_error', 500, 'INTERNAL_SERVER_ERROR'],
  [529, 'llm_error', 500, 'INTERNAL_SERVER_ERROR'],
] as const;

describe('a refusal of the provider', () => {
  it.each(KINDS.flatMap((kind) => BY_STATUS.map((row) => [kind, ...row] as const)))(
    '%s: %i becomes %s %i %s',
    async (kind, status, type, answered, prefix) => {
      const said = { message: 'fake error', type: 'x', code: null };
      const body = kind === 'anthropic' ? anthropic(said) : openAi(said);
      const error = await failure(kind, { status, body });
      expect(error).toMatchObject({ type, status: answered, isContextOverflow: false });
      const { detail, message } = error as { detail: string; message: string };
      expect(detail).toBe(`${prefix}: ${message} ${kind === 'anthropic' ? 'anthropic' : 'openai'} said: fake error`);
    },
  );

  it.each<[Kind, number, string]>([
    ['openai', 400, openAi({ message: 'Too much', type: 'invalid_request_error', code: 'context_length_exceeded' })],
    ['openai', 400, openAi({ message: "This model's maximum context length is 128000 tokens.", code: 400 })],
    [
      'openai',
      400,
      openAi({ message: 'the request exceeds the available context size. try increasing it', code: 400 }),
    ],
    ['openai', 400, openAi({ message: 'x', type: 'exceed_context_size_error' })],
    ['openai', 400, openAi({ message: 'input length exceeds the context length' })],
    ['openai', 500, openAi({ message: 'prompt too long; exceeded max context length by 10 tokens' })],
    ['openai', 400, openAi({ message: 'the model is loaded with context length of only 4096 tokens' })],
    ['openai', 413, 'Payload Too Large'],
    ['responses', 400, openAi({ message: 'Your input exceeds the context window of this model.' })],
    [
      'anthropic',
      400,
      anthropic({ type: 'invalid_request_error', message: 'prompt is too long: 2 tokens > 1 maximum' }),
    ],
    [
      'anthropic',
      400,
      anthropic({
        type: 'invalid_request_error',
        message: 'input length and `max_tokens` exceed context limit: 3 > 2',
      }),
    ],
    ['anthropic', 413, anthropic({ type: 'request_too_large', message: 'Request exceeds the maximum size' })],
  ])('%s: %i %s is a context overflow', async (kind, status, body) => {
    expect(await failure(kind, { status, body })).toMatchObject({
      isContextOverflow: true,
      detail: expect.stringMatching(/^CONTEXT_WINDOW_EXCEEDED: /),
    });
  });

  it.each<[Kind, number, string, string]>([
    [
      'openai',
      429,
      openAi({ message: 'You exceeded your current quota', code: 'insufficient_quota' }),
      'llm_rate_limit',
    ],
    [
      'anthropic',
      400,
      anthropic({ type: 'invalid_request_error', message: 'Your credit balance is too low to access the API' }),
      'llm_insufficient_credits',
    ],
    ['openai', 429, openAi({ message: 'Rate limit: maximum context length is not the matter' }), 'llm_rate_limit'],
  ])('%s: %i %s is %s', async (kind, status, body, type) => {
    expect(await failure(kind, { status, body })).toMatchObject({ type, isContextOverflow: false });
  });

  it.each(KINDS)('%s: keeps the key to itself', async (kind) => {
    const said = { message: 'Incorrect API key provided: my-secret-key-9. Also sk-abcdefghijkl.' };
    const error = await failure(
      kind,
      { status: 401, body: kind === 'anthropic' ? anthropic(said) : openAi(said) },
      { apiKey: 'my-secret-key-9' },
    );
    const { detail } = error as { detail: string };
    expect(detail).toContain('Incorrect API key provided: [hidden]');
    expect(detail).not.toMatch(/my-secret|abcdefghijkl/);
  });

  it('names the failures of people’s own keys', async () => {
    const own = { category: 'byok', id: 'provider-1', name: 'mine' };
    const error = await failure('openai', { status: 401, body: openAi({ message: 'No' }) }, own);
    expect(error).toMatchObject({ detail: expect.stringMatching(/mine said: No \[BYOK\]$/) });
  });

  it.each(['openai', 'anthropic'] as const)('%s: an unreachable provider is an error of its own', async (kind) => {
    // Port 9 of loopback is closed; the SDK's two retries take under 2 s together.
    const error = await askAt(kind, 'http://127.0.0.1:9');
    expect(error).toMatchObject({
      type: 'llm_error',
      status: 500,
      detail: expect.stringMatching(/^INTERNAL_SERVER_ERROR: /),
    });
  });
});
