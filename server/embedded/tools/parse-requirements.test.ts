import { describe, expect, test } from 'vitest';
import { parseRequirements } from './parse-requirements.ts';

describe('parseRequirements', () => {
  test('writes them alike, in order and once', () => {
    expect(parseRequirements(['Requests == 2.32.3', 'b', 'A_b.c', 'b '])).toEqual(['a-b-c', 'b', 'requests==2.32.3']);
  });

  test.each([
    'numpy',
    'numpy==1.26.4',
    'numpy==1.*',
    'numpy>=1.20,<2',
    'httpx[http2,socks]~=0.27.0',
    'torch==2.1.0+cpu',
    'x===1.0-weird',
    'p!=1!2.0rc1',
  ])('%s', (requirement) => {
    expect(parseRequirements([requirement])).toEqual([requirement]);
  });

  test.each([
    '',
    ' ',
    '-r requirements.txt',
    '--index-url=https://evil.example',
    '-e .',
    '.',
    './pkg',
    '/tmp/pkg',
    'C:\\pkg',
    'https://evil.example/x.whl',
    'git+https://evil.example/x',
    'x @ https://evil.example/x.whl',
    'x; python_version < "3.9"',
    'x==1 --global-option=evil',
    'x==1\n-r other',
    'x\ny',
    'x==$(id)',
    'x=1',
    '==1',
    'x==',
    'x[',
    'ünïcode',
    'x'.repeat(300),
  ])('%j is refused', (requirement) => {
    expect(parseRequirements(['fine', requirement])).toEqual({
      problem: expect.stringMatching(/is not a requirement that/),
    });
  });

  test('so are more than fifty, and a pattern that takes long to judge', () => {
    expect(parseRequirements(Array(51).fill('x'))).toEqual({ problem: expect.stringContaining('at most 50') });
    const startedAt = performance.now();
    parseRequirements([`a${'-'.repeat(198)}!`, `a${'.a'.repeat(99)}!`, `a[${'a,'.repeat(98)}`]);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
