import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, readImport } from './read-import.ts';

describe('a file of memories', () => {
  it.each([
    [
      'a.json',
      '["one", {"text": "two", "tags": ["a"], "created_at": "2026-01-01T00:00:00Z"}]',
      [
        { text: 'one', tags: [] },
        { text: 'two', tags: ['a'], createdAt: '2026-01-01T00:00:00Z' },
      ],
    ],
    ['a.json', '{"passages": [{"content": "x"}]}', [{ text: 'x', tags: [] }]],
    [
      'a.csv',
      'text,tags\n"one, ""two""\nthree",a;b\n\nfour,',
      [
        { text: 'one, "two"\nthree', tags: ['a', 'b'] },
        { text: 'four', tags: [] },
      ],
    ],
    [
      'a.csv',
      '\uFEFFText;Tags\r\n"Zeile ""eins""; mit\r\nUmbruch";a|b\r\n🛠️ مرحبا;\r\n',
      [
        { text: 'Zeile "eins"; mit\r\nUmbruch', tags: ['a', 'b'] },
        { text: '🛠️ مرحبا', tags: [] },
      ],
    ],
    [
      'a.txt',
      '\uFEFFone\r\n\r\ntwo',
      [
        { text: 'one', tags: [] },
        { text: 'two', tags: [] },
      ],
    ],
    [
      'a.txt',
      'one\n\ntwo\nthree',
      [
        { text: 'one', tags: [] },
        { text: 'two\nthree', tags: [] },
      ],
    ],
  ])('%s %j', (name, content, memories) => {
    expect(readImport(name, content, 'paragraphs')).toEqual({ ok: true, memories });
  });

  it.each([
    ['a.json', '{', 'The file is not JSON.'],
    ['a.json', '{"a": 1}', 'not a list of memories'],
    ['a.json', '["a", 3]', 'Entry 2 has no text.'],
    ['a.csv', 'a,b\n1,2', 'no column called text'],
    ['a.txt', ' \n ', 'The file is empty.'],
    ['a.json', '["  "]', 'no text in the file'],
  ])('%s %j is refused: %s', (name, content, problem) => {
    const reading = readImport(name, content, 'whole');
    expect(reading.ok ? '' : reading.problem).toContain(problem);
  });

  it('never throws', () => {
    const names = fc.constantFrom('a.json', 'a.csv', 'a.txt');
    const ways = fc.constantFrom('whole' as const, 'paragraphs' as const, 'lines' as const, 'size' as const);
    fc.assert(
      fc.property(names, fc.string({ unit: 'binary', maxLength: 300 }), ways, (name, content, way) => {
        readImport(name, content, way);
      }),
    );
  });

  it('cut by size loses no word and makes no piece too long', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}[.!]?$/), { minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(words, (list) => {
        const pieces = chunk(list.join(' '), 'size');
        expect(pieces.join(' ').split(/\s+/)).toEqual(list);
        expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(2_000);
      }),
      { numRuns: 30 },
    );
  });
});
