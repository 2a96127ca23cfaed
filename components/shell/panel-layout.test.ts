import { describe, expect, test } from 'vitest';
import { resizeSide, shownPanels, sideSize, withCollapsed } from './panel-layout.ts';

const three = { arrangement: 'three', id: 'configuration', rowPx: 1400, otherPx: 420 } as const;
const none = { sizes: {}, collapsed: [] };

describe('resizeSide', () => {
  test.each([
    { name: 'takes the width asked for', px: 350, percent: 25 },
    { name: 'stops at the least width of the side', px: 200, percent: 20 },
    { name: 'stops at the least width of the simulator', px: 900, percent: (660 / 1400) * 100 },
  ])('$name', ({ px, percent }) => {
    const { sizes, collapsed } = resizeSide({ ...three, saved: undefined, px });
    expect(sizes['configuration']).toBeCloseTo(percent);
    expect(collapsed).toEqual([]);
  });

  test('collapses below half the least width and keeps the width to open to', () => {
    const saved = { sizes: { configuration: 30 }, collapsed: [] };
    expect(resizeSide({ ...three, saved, px: 120 })).toEqual({ ...saved, collapsed: ['configuration'] });
  });

  test('opens a collapsed side that is dragged far enough', () => {
    const saved = { sizes: {}, collapsed: ['configuration'] };
    expect(resizeSide({ ...three, saved, px: 170 })).toEqual({ sizes: { configuration: 20 }, collapsed: [] });
  });

  test('of two panels gives both sides the same width', () => {
    const { sizes } = resizeSide({ saved: none, arrangement: 'two', id: 'state', px: 400, rowPx: 1000, otherPx: 0 });
    expect(sizes).toEqual({ configuration: 40, state: 40 });
  });

  test('without the simulator changes the proportion of the sides and not their sum', () => {
    const saved = { sizes: { configuration: 20, state: 30 }, collapsed: ['simulator'] };
    const { sizes, collapsed } = resizeSide({ ...three, saved, px: 680 });
    expect(sizes).toEqual({ configuration: 25, state: 25 });
    expect(collapsed).toEqual(['simulator']);
  });
});

test('a side has its default width until it is resized', () => {
  expect(sideSize({ saved: undefined, arrangement: 'three', id: 'state' })).toBe(30);
  expect(sideSize({ saved: { sizes: { state: 41 }, collapsed: [] }, arrangement: 'three', id: 'state' })).toBe(41);
});

test('collapsing twice or opening what is open changes nothing', () => {
  const once = withCollapsed({ saved: none, id: 'state', collapsed: true });
  expect(withCollapsed({ saved: once, id: 'state', collapsed: true })).toEqual(once);
  expect(withCollapsed({ saved: undefined, id: 'state', collapsed: false })).toEqual(none);
});

test('of two panels one is the simulator', () => {
  expect(shownPanels({ arrangement: 'two', side: 'state' })).toEqual(['simulator', 'state']);
});
