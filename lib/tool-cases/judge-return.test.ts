import { describe, expect, it } from 'vitest';
import { judgeReturn } from './judge-return.ts';
import { NOTHING, readJsonPath } from './read-json-path.ts';
import type { Expectation } from './tool-case.ts';

const ok = (text: string) => ({ status: 'success' as const, text });

describe('what a tool returned', () => {
  it.each<[string, Expectation, boolean]>([
    ['rolled 4', { kind: 'equals', value: ' rolled 4 ' }, true],
    ['rolled 4', { kind: 'equals', value: 'rolled 5' }, false],
    ['{"a": 1}', { kind: 'equals', value: '{ "a":1 }' }, true],
    ["{'a': True, 'b': None}", { kind: 'equals', value: '{"a":true,"b":null}' }, true],
    ['rolled 4', { kind: 'contains', value: 'led' }, true],
    ['rolled 4', { kind: 'contains', value: 'Led' }, false],
    ['rolled 4', { kind: 'matches', value: '^rolled \\d$' }, true],
    ['rolled 4', { kind: 'matches', value: '(' }, false],
    ['{"items": [{"n": 2}]}', { kind: 'path', path: '$.items[0].n', value: '2' }, true],
    ["{'who': \"it's\"}", { kind: 'path', path: '$.who', value: "it's" }, true],
    ["{'a': 'f(x)'}", { kind: 'path', path: '$.a', value: 'f(x)' }, true],
    ["{'a': (1, 'b)')}", { kind: 'path', path: '$.a', value: '[1, "b)"]' }, true],
    ['[1, 2]', { kind: 'path', path: '$[1]', value: '3' }, false],
    ['{"a": 1}', { kind: 'path', path: '$.b', value: '1' }, false],
    ['plain', { kind: 'path', path: '$.b', value: '1' }, false],
    ['{}', { kind: 'path', path: 'items', value: '1' }, false],
    ['anything', { kind: 'succeeds' }, true],
    ['anything', { kind: 'fails' }, false],
  ])('%s: %j is %s', (text, expectation, isMet) => {
    expect(judgeReturn(ok(text), expectation).isMet).toBe(isMet);
  });

  it('that is an error meets only the expectation that it fails', () => {
    const failed = { status: 'error' as const, text: 'ValueError: boom' };
    expect(judgeReturn(failed, { kind: 'fails' }).isMet).toBe(true);
    expect(judgeReturn(failed, { kind: 'contains', value: 'boom' })).toMatchObject({
      isMet: false,
      why: 'It failed: ValueError: boom',
    });
  });
});

describe('a path', () => {
  it.each([
    ['$', { a: 1 }],
    ['$.a', 1],
    ['$["a"]', 1],
    ['$.toString', NOTHING],
    ['$.a.b', NOTHING],
  ])('%s', (path, found) => {
    expect(readJsonPath({ a: 1 }, path)).toEqual(found);
  });

  it.each(['a', '$.', '$[x]', '$..a', '$.a[*]'])('%s cannot be read', (path) => {
    expect(() => readJsonPath({}, path)).toThrow(SyntaxError);
  });
});
