import { describe, expect, test } from 'vitest';
import { describeFailure, isMissingRoute, isWorthRetrying, RequestError } from './describe-failure.ts';

const failed = (status: number, body: unknown, retryAfter?: string) =>
  new RequestError(status, body, new Headers(retryAfter === undefined ? {} : { 'retry-after': retryAfter }));
const RUN = 'run-123e4567-e89b-42d3-8456-426614174000';
const soon = () => new Date(Date.now() + 30_000).toUTCString();

describe('R11 R12: what a refusal says', () => {
  test.each<[string, unknown, RegExp, RegExp]>([
    ['a wrong password', failed(401, { detail: 'Unauthorized' }), /wants a password or key/, /Servers/],
    [
      "a provider's key",
      failed(401, { error: { type: 'llm_authentication', message: 'Incorrect API key', detail: 'x' } }),
      /provider|model/i,
      /key/i,
    ],
    ['nothing answered', new TypeError('Failed to fetch'), /Letta ADE does not answer/, /running/],
    [
      'a problem of our own',
      failed(502, { error: { message: 'The server answered with a web page.', next: 'Check the address.' } }),
      /web page/,
      /Check the address/,
    ],
    ['fields that do not fit', failed(422, { detail: [{ loc: ['body', 'name'], msg: 'too long' }] }), /./, /too long/],
    ['a text', failed(500, 'Internal Server Error'), /./, /./],
    ['nothing at all', failed(500, null), /./, /./],
  ])('%s', (_name, error, title, rest) => {
    const failure = describeFailure(error);
    expect(failure.title).toMatch(title);
    expect(`${failure.title} ${failure.message} ${failure.next ?? ''}`).toMatch(rest);
    expect(JSON.stringify(failure)).not.toContain('undefined');
  });
});

describe('R13: what stands in the way', () => {
  test.each<[string, unknown, unknown]>([
    ['busy, with its run', { detail: `busy: ${RUN} is currently being processed` }, { kind: 'busy', runId: RUN }],
    ['busy, without it', { detail: 'currently being processed' }, { kind: 'busy', runId: null }],
    ['an approval', { detail: { code: 'PENDING_APPROVAL' } }, { kind: 'approval' }],
    ['something else', { detail: 'Nothing to cancel' }, undefined],
  ])('%s', (_name, body, conflict) => {
    expect(describeFailure(failed(409, body)).conflict).toEqual(conflict);
  });
});

describe('R14: how long to wait after a 429', () => {
  test.each<[string, string | undefined, number | undefined]>([
    ['seconds', '7', 7_000],
    ['a day', '86400', 60_000],
    ['nothing', undefined, undefined],
    ['an empty header', ' ', undefined],
    ['rubbish', 'soon', undefined],
    ['a date that is over', 'Mon, 01 Jan 2024 00:00:00 GMT', 0],
    ['zero', '0', 0],
  ])('%s', (_name, header, expected) => {
    expect(describeFailure(failed(429, { detail: 'Too many' }, header)).retryAfterMs).toBe(expected);
  });

  test('a date', () => {
    const { retryAfterMs = 0 } = describeFailure(failed(429, null, soon()));
    expect(retryAfterMs).toBeGreaterThan(25_000);
    expect(retryAfterMs).toBeLessThanOrEqual(30_000);
  });
});

test.each<[number, unknown, boolean, boolean]>([
  [404, { detail: 'Not Found' }, true, false],
  [404, { detail: 'Agent agent-1 not found' }, false, false],
  [405, { detail: 'Method Not Allowed' }, true, false],
  [501, null, true, true],
  [500, 'x', false, true],
  [422, {}, false, false],
])('%i %j: missing route %j, worth another try %j', (status, body, isMissing, isWorth) => {
  expect(isMissingRoute(failed(status, body))).toBe(isMissing);
  expect(isWorthRetrying(failed(status, body))).toBe(isWorth);
});
