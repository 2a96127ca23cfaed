import { expect, test } from 'vitest';
import { featureIds } from '#scripts/feature-ids.ts';
import { FAULTS } from './fault-rows.ts';
import { judgeRows, toTable } from './judge-rows.ts';
import { THREATS } from './threat-rows.ts';

const row = { id: 'T1', what: 'w', answer: 'a', heldBy: [{ file: 'a.test.ts', says: 'refused' }] };
const ran = (title: string, passed = true) => ({ file: 'a.test.ts', title, passed });

test.each([
  ['tests that pass', [ran('is refused'), ran('refused too'), ran('other')], 2, []],
  ['no test of that title', [ran('other')], 0, ['T1: a.test.ts › refused has no test']],
  ['one that failed', [ran('is refused'), ran('refused', false)], 2, ['T1: a.test.ts › refused did not pass']],
  ['another file', [{ ...ran('refused'), file: 'b.test.ts' }], 0, ['T1: a.test.ts › refused has no test']],
])('%s', (_name, tests, count, problems) => {
  const [judged] = judgeRows([row], tests);
  expect(judged).toEqual({ row, counts: [count], problems });
});

test('a row needs a test or a word', () => {
  const bare = { ...row, heldBy: [] };
  expect(judgeRows([bare], [])[0]?.problems).toHaveLength(1);
  expect(judgeRows([{ ...bare, notHeld: 'Not built.' }], [])[0]?.problems).toEqual([]);
});

test('the table links its tests', () => {
  expect(toTable(judgeRows([row], [ran('refused')]), { what: 'W', answer: 'A' })).toContain(
    '| T1 | w | a | 1 in [a.test.ts](../a.test.ts) (“refused”) |  |',
  );
});

test('every threat and fault has its row, in order', () => {
  expect(THREATS.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => `T${index + 1}`));
  expect(FAULTS.map(({ id }) => id)).toEqual(Array.from({ length: 33 }, (_, index) => `R${index + 1}`));
  expect(featureIds).not.toContain('T1');
});
