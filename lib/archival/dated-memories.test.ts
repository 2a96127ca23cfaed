import { describe, expect, test } from 'vitest';
import { dateMemories, findablePiece } from './dated-memories.ts';

test('memories without a date get one each, in their order; a date that is given stays', () => {
  const start = Date.parse('2026-01-02T03:04:05.000Z');
  const memories = [
    { text: 'one', tags: [] },
    { text: 'two', tags: [], createdAt: '2025-01-01' },
    { text: 'three', tags: [] },
  ];
  expect(dateMemories(memories, start).map(({ createdAt }) => createdAt)).toEqual([
    '2026-01-02T03:04:05.000Z',
    '2025-01-01',
    '2026-01-02T03:04:05.002Z',
  ]);
});

describe('the piece a text is looked up by', () => {
  test.each([
    ['plain', 'The sky is blue', 'The sky is blue'],
    ['no signs with a meaning of their own', '100%_sure: a\\b and the long rest', 'b and the long rest'],
    ['right to left', 'مرحبا بالعالم!', 'مرحبا بالعالم'],
    ['no words at all', '🛠️ 🎉!', ''],
    ['not across lines', 'short\nlonger line here', 'longer line here'],
  ])('%s', (_name, text, piece) => {
    expect(findablePiece(text)).toBe(piece);
    expect(text).toContain(piece);
  });

  test('at most 60 characters, and never half a character', () => {
    expect(findablePiece('𝒜'.repeat(100))).toBe('𝒜'.repeat(60));
  });
});
