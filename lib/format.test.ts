import { describe, expect, it } from 'vitest';
import { approximateTokens, formatBytes, formatDuration, formatRelativeTime, formatTokens } from './format.ts';

describe('format', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['2026-11-22T11:59:40Z', 'just now'],
    ['2026-11-22T12:05:00Z', 'just now'],
    ['2026-11-22T11:57:00Z', '3 min. ago'],
    ['2026-11-22T10:00:00Z', '2 hr. ago'],
    ['2026-11-21T11:00:00Z', 'yesterday'],
  ])('shows %s as %s', (date, text) => expect(formatRelativeTime(new Date(date), now)).toBe(text));
  it.each([
    [512, '512 B'],
    [3500, '3.4 KB'],
    [5 * 1024 ** 2, '5 MB'],
  ])('shows %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
  it.each([
    [950, '950'],
    [3400, '3.4k'],
    [128_000, '128k'],
    [1_047_576, '1M'],
  ])('shows %d tokens as %s', (count, text) => expect(formatTokens(count)).toBe(text));
  it.each([
    [830, '830 ms'],
    [1_500, '1.5 s'],
    [125_000, '2 min 5 s'],
  ])('shows %d ms as %s', (duration, text) => expect(formatDuration(duration)).toBe(text));
  it.each([
    ['', 0],
    ['abcd', 1],
    ['abcde', 2],
    ['é', 1],
    ['👩‍👩‍👧', 5],
  ])('counts %j as %d tokens', (text, count) => expect(approximateTokens(text)).toBe(count));
});
