import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBlockSplitter, splitBlocks } from './split-blocks.ts';

const PIECES = [
  '# Head\n',
  '\n',
  '\n\n',
  'text ',
  '- item\n',
  '  - deep\n',
  '1. one\n',
  '> quote\n',
  '```py\n',
  'x = 1\n',
  '```\n',
  '| a | b |\n',
  '|---|---|\n',
  '| 1 | 2 |\n',
  '---\n',
  '===\n',
  '    code\n',
  '[x]: https://a.b\n',
  '<b>html</b>\n',
  '**bold',
  '** ',
];

describe('splitting Markdown into blocks', () => {
  it.each([
    ['two paragraphs', 'a\n\nb', ['a', '\n\n', 'b']],
    ['an open fence', 'a\n\n```py\nx = 1', ['a', '\n\n', '```py\nx = 1']],
    ['nothing', '', []],
  ])('%s', (_name, text, blocks) => {
    expect(splitBlocks(text)).toEqual(blocks);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES)), (pieces) => {
        expect(splitBlocks(pieces.join('')).join('')).toBe(pieces.join(''));
      }),
    );
  });

  it('keeps the blocks that are settled while a text grows', () => {
    const split = createBlockSplitter();
    const first = split('# A\n\npara one\n\npara two\n\npara three');
    const second = split('# A\n\npara one\n\npara two\n\npara three and more');
    expect(second.slice(0, 4)).toEqual(first.slice(0, 4));
    expect(second.at(-1)).toBe('para three and more');
  });

  it('loses nothing piece by piece either', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 30 }), (pieces) => {
        const split = createBlockSplitter();
        let text = '';
        for (const piece of pieces) {
          text += piece;
          expect(split(text).join('')).toBe(text);
        }
      }),
    );
  });
});
