import { expect, test } from 'vitest';
import { median, percentile } from './percentile.ts';

test.each([
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.5, 3],
  [[5], 0.99, 5],
  [Array.from({ length: 200 }, (_, index) => index), 0.99, 198],
  [[1, 2, 3], 1, 3],
])('the percentile of %j at %d is %d', (samples, share, expected) => {
  expect(percentile(samples, share)).toBe(expected);
});

test('the median is the middle sample', () => {
  expect(median([9, 1, 5])).toBe(5);
});
