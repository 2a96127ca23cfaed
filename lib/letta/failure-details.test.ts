import { APIConnectionError, APIError } from '@letta-ai/letta-client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { adeFetch } from './ade-session.ts';
import { lettaClient } from './create-letta-client.ts';
import { describeFailure, RequestError } from './describe-failure.ts';
import { requestJson } from './request-json.ts';

const KEY = 'canary key 7f3a91';
const CHECK = '/api/servers/s1/v1/providers/check';

afterEach(() => vi.unstubAllGlobals());

function answerWith(answer: Response | Error): void {
  vi.stubGlobal('location', new URL('http://localhost:3000/'));
  vi.stubGlobal('fetch', () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
}

const refuse = (status: number, body: unknown) =>
  answerWith(Response.json(body, { status, headers: { 'x-request-id': 'req-1' } }));

async function failureOf(call: () => Promise<unknown>) {
  const error = await call().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, ...describeFailure(error) };
}

const check = () => requestJson(CHECK, { method: 'POST', body: { provider_type: 'openai', api_key: KEY } });

describe('the call behind a failure', () => {
  test('is told with its status, its id and what came back, and can be repeated', async () => {
    refuse(400, { detail: `Incorrect API key provided: ${KEY}` });
    const { details, curl, message } = await failureOf(check);
    expect(details).toBe(
      'POST /v1/providers/check\nStatus 400\nRequest id req-1\n\n{\n  "detail": "Incorrect API key provided: [hidden]"\n}',
    );
    expect(curl).toBe(
      [
        `curl -sS -X POST "$LETTA_BASE_URL/v1/providers/check"`,
        `  -H "Authorization: Bearer $LETTA_API_KEY"`,
        `  -H 'X-Stainless-Package-Version: 1.12.1'`,
        `  -H 'Content-Type: application/json'`,
        `  --data '{\n  "provider_type": "openai",\n  "api_key": "<api_key>"\n}'`,
      ].join(' \\\n'),
    );
    expect(message).not.toContain(KEY);
  });

  test('is known for the calls of the SDK, too', async () => {
    refuse(404, { detail: 'Agent not found' });
    const { error, details, curl } = await failureOf(() => lettaClient('s1').agents.retrieve('agent-1'));
    expect(error).toBeInstanceOf(APIError);
    expect(details).toMatch(/^GET \/v1\/agents\/agent-1\nStatus 404\nRequest id req-1\n/);
    expect(curl).toContain('curl -sS "$LETTA_BASE_URL/v1/agents/agent-1"');
  });

  test('is known where nothing answered', async () => {
    answerWith(new TypeError('Failed to fetch'));
    const own = await failureOf(check);
    expect(own.details).toBe('POST /v1/providers/check\n\nFailed to fetch');
    expect(own.curl).not.toContain(KEY);
    const ofSdk = await failureOf(() => lettaClient('s1').agents.retrieve('agent-1'));
    expect(ofSdk.error).toBeInstanceOf(APIConnectionError);
    expect(ofSdk.details).toContain('GET /v1/agents/agent-1');
    expect(ofSdk.title).toBe('Letta ADE does not answer');
  });

  test('has no command where no Letta server knows it', async () => {
    refuse(500, null);
    const { details, curl } = await failureOf(() => requestJson('/api/about'));
    expect(details).toBe('GET /api/about\nStatus 500\nRequest id req-1');
    expect(curl).toBeUndefined();
  });

  test('tells over which version it wrote', async () => {
    refuse(412, {});
    const init = { method: 'PATCH', headers: { 'If-Match': '"1"' } };
    const { curl } = await failureOf(() => requestJson('/api/servers/s1/v1/blocks/b', init));
    expect(curl).toContain(`-H 'If-Match: "1"'`);
  });
});

describe('a large body', () => {
  const bodyOf = async (body: unknown) => {
    refuse(413, null);
    const { curl = '' } = await failureOf(() => requestJson(CHECK, { method: 'POST', body }));
    return curl.slice(curl.indexOf('--data'));
  };

  test.each<[string, unknown, string]>([
    ['goes without its images', { text: 'hello', data: 'x'.repeat(20_000) }, `"data": "<20,000 characters, left out>"`],
    ['is left out', Array(9_000).fill('ab'), `--data '"<45,001 characters, left out>"'`],
    ['is not even read', 'x'.repeat(2_000_000), `--data '"<2,000,002 characters, left out>"'`],
  ])('%s', async (_name, body, expected) => {
    expect(await bodyOf(body)).toContain(expected);
  });

  test('that is a form is named', async () => {
    refuse(400, null);
    const form = new FormData();
    form.set('file', new Blob(['{}']), 'a.af');
    form.set('secrets', `{"A":"${KEY}"}`);
    const response = await adeFetch('/api/servers/s1/v1/agents/import', { method: 'POST', body: form });
    const { curl } = describeFailure(new RequestError(400, null, response.headers));
    expect(curl).toContain(`--data '"<a form: file, secrets>"'`);
    expect(curl).not.toContain(KEY);
  });
});

test('only the beginning of a long answer is told', async () => {
  refuse(500, { detail: 'word '.repeat(2_000) });
  const { details = '' } = await failureOf(check);
  expect(details.length).toBeLessThan(2_200);
  expect(details).toMatch(/… and 7,970 more characters$/);
});

test.each([200, 502])('a web page with status %i is no answer, and is not shown', async (status) => {
  answerWith(new Response('<!doctype html><form action=/login>', { status, headers: { 'content-type': 'text/html' } }));
  const { title, message, details } = await failureOf(check);
  expect(title).toBe(`A web page came back in place of an answer of Letta ADE (HTTP ${status}).`);
  expect(message).toContain('reverse proxy');
  expect(details).not.toContain('form');
});

test('words that are no JSON are told whoever asked', async () => {
  for (const call of [() => lettaClient('s1').agents.retrieve('agent-1'), check]) {
    answerWith(new Response('Bad Gateway', { status: 502, headers: { 'content-type': 'text/plain' } }));
    expect((await failureOf(call)).details).toMatch(/Status 502\n\nBad Gateway$/);
  }
});
