import { describe, expect, it } from 'vitest';
import { keepFailed, keepShown, NOTHING_SELECTED, type Selection, toggleRow } from './selection.ts';

const ROWS = ['a', 'b', 'c', 'd', 'e'];

function selected(...ids: string[]): Selection {
  return { ...NOTHING_SELECTED, ids: new Set(ids), anchor: ids.at(-1) ?? null };
}

describe('a selection', () => {
  it.each([
    ['one more', selected('a'), { id: 'c', checked: true, isRange: false }, ['a', 'c']],
    ['one less', selected('a', 'c'), { id: 'a', checked: false, isRange: false }, ['c']],
    ['a range downwards', selected('b'), { id: 'd', checked: true, isRange: true }, ['b', 'c', 'd']],
    ['a range upwards', selected('d'), { id: 'b', checked: true, isRange: true }, ['d', 'b', 'c']],
    ['a range less', selected('a', 'b', 'c', 'd'), { id: 'b', checked: false, isRange: true }, ['a']],
    ['a range without a beginning', NOTHING_SELECTED, { id: 'd', checked: true, isRange: true }, ['d']],
    ['a range from a row that is gone', selected('x'), { id: 'b', checked: true, isRange: true }, ['x', 'b']],
  ])('%s', (_name, before, toggle, ids) => {
    const after = toggleRow(before, ROWS, toggle);
    expect([...after.ids]).toEqual(ids);
    expect(after.anchor).toBe(toggle.id);
  });

  it('keeps only what is still in the list', () => {
    const before = { ...selected('a', 'c'), failures: new Map([['c', 'why']]) };
    expect(keepShown(before, ROWS)).toBe(before);
    const after = keepShown(before, ['a', 'b']);
    expect(after).toEqual({ ids: new Set(['a']), failures: new Map(), anchor: null });
  });

  it('keeps what failed with its reason, and everything when nothing did', () => {
    expect(keepFailed(selected('a', 'b'), new Map([['b', 'why']])).ids).toEqual(new Set(['b']));
    expect(keepFailed(selected('a', 'b'), new Map()).ids).toEqual(new Set(['a', 'b']));
  });
});
