import { expect, it } from 'vitest';
import { createKeyReader } from './create-key-reader.ts';
import type { Row } from './to-rows.ts';

const rowsOf = (...runs: string[]): Row[] => runs.map((run) => ({ key: `end-${run}`, endOf: run }));

it('is the same reader while the keys stay the same', () => {
  const readerFor = createKeyReader();
  const first = readerFor(rowsOf('a', 'b'));
  expect(readerFor(rowsOf('a', 'b'))).toBe(first);
  expect([first(0), first(1), first(2)]).toEqual(['end-a', 'end-b', 2]);
});

it.each([
  ['added', rowsOf('a', 'b', 'c')],
  ['removed', rowsOf('a')],
  ['replaced', rowsOf('a', 'x')],
])('is another one when a row is %s', (_what, rows) => {
  const readerFor = createKeyReader();
  const first = readerFor(rowsOf('a', 'b'));
  const second = readerFor(rows);
  expect(second).not.toBe(first);
  expect(rows.map((_row, index) => second(index))).toEqual(rows.map((row) => row.key));
});
