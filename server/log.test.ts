import { describe, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { redact, registerSecret } from './redact.ts';

describe('redact', () => {
  registerSecret('canary/+"key 1');

  test.each([
    ['plain canary/+"key 1 end', 'plain [hidden] end'],
    [`url ${encodeURIComponent('canary/+"key 1')}`, 'url [hidden]'],
    [`base64 ${Buffer.from('canary/+"key 1').toString('base64')}`, /^base64 \[hidden\]=*$/],
    [JSON.stringify({ note: 'canary/+"key 1' }), '{"note":"[hidden]"}'],
    ['sk-abcdef123456', '[hidden]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [hidden]'],
    ['X-BARE-PASSWORD: password hunter22', 'X-BARE-PASSWORD: password [hidden]'],
    ['{"api_key":"abcdef"}', '{"api_key":"[hidden]"}'],
    ['http://user:pass@host/', 'http://[hidden]@host/'],
    ['nothing to hide', 'nothing to hide'],
  ])('%s', (text, expected) => {
    if (typeof expected === 'string') expect(redact(text)).toBe(expected);
    else expect(redact(text)).toMatch(expected);
  });
});

test('a message is one line without control characters, and redacted as its cause is', () => {
  const written: string[] = [];
  const log = createLog(
    (text) => void written.push(`out ${text}`),
    (text) => void written.push(`err ${text}`),
  );
  log.info('one\nforged line \u001b[31mred');
  log.error('failed', new Error('Bearer abcdef'));
  expect(written[0]).toBe('out one forged line �[31mred\n');
  expect(written[1]).toContain('err failed\n  Error: Bearer [hidden]');
  log.info('called with Bearer abcdef');
  log.warn('called with Bearer abcdef');
  log.error('called with Bearer abcdef');
  expect(written.slice(2).join('')).not.toContain('abcdef');
});
