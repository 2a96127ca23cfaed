import { expect, test } from 'vitest';
import { isSamePassage, type MovablePassage, type MoveLedger, type MovePorts, movePassage } from './move-passages.ts';

const PASSAGE: MovablePassage = {
  id: 'passage-1',
  text: 'The sky is blue',
  tags: ['sky'],
  createdAt: '2026-01-02T03:04:05.123456Z',
  metadata: { from: 'a file' },
};

/** Two archives; what is named in `faults` fails that often, before or after it is done. */
function twoArchives(faults: { copyBefore?: number; copyAfter?: number; remove?: number } = {}) {
  const left = { copyBefore: 0, copyAfter: 0, remove: 0, ...faults };
  const source = new Map([[PASSAGE.id, PASSAGE]]);
  const target: MovablePassage[] = [];
  const fail = (fault: keyof typeof left) => {
    if (left[fault]-- > 0) throw new Error(fault);
  };
  const ports: MovePorts = {
    readWhole: async ({ id }) => {
      const whole = source.get(id);
      if (!whole) throw new Error('gone');
      return whole;
    },
    copy: async (passage) => {
      fail('copyBefore');
      target.push({ ...passage, id: `copy-${target.length}` });
      fail('copyAfter');
    },
    hasCopy: async (passage) => target.some((each) => isSamePassage(each, passage)),
    remove: async (id) => {
      fail('remove');
      source.delete(id);
    },
  };
  return { source, target, ports };
}

test.each([
  ['nothing fails', {}, 0],
  ['the copy is refused', { copyBefore: 1 }, 1],
  ['the answer to the copy is lost', { copyAfter: 1 }, 1],
  ['the deletion fails', { remove: 2 }, 2],
  ['one after the other fails', { copyBefore: 1, copyAfter: 1, remove: 1 }, 3],
])('%s: in the end there is one, and never none', async (_name, faults, failures) => {
  const { source, target, ports } = twoArchives(faults);
  const ledger: MoveLedger = new Map();
  for (let failed = 0; failed < failures; failed += 1) {
    await expect(movePassage(PASSAGE, ports, ledger)).rejects.toThrow();
    expect(source.size).toBe(1);
    expect(ledger.size).toBe(1);
  }
  await movePassage(PASSAGE, ports, ledger);
  expect(source.size).toBe(0);
  expect(target).toEqual([{ ...PASSAGE, id: 'copy-0' }]);
  expect(ledger.size).toBe(0);
});

test('a passage known in part is read whole first, and stays when it cannot be', async () => {
  const { source, target, ports } = twoArchives();
  await movePassage({ ...PASSAGE, metadata: null }, ports, new Map());
  expect(target[0]?.metadata).toEqual({ from: 'a file' });
  await expect(movePassage({ ...PASSAGE, metadata: null }, ports, new Map())).rejects.toThrow('gone');
  expect([source.size, target.length]).toEqual([0, 1]);
});

test.each([
  ['another text', { text: 'The sky is grey' }, false],
  ['another date', { createdAt: '2026-01-03T00:00:00Z' }, false],
  ['other tags', { tags: ['sky', 'blue'] }, false],
  ['a date written otherwise', { createdAt: '2026-01-02T03:04:05.123456+00:00' }, true],
])('%s', (_name, change, isSame) => {
  expect(isSamePassage(PASSAGE, { ...PASSAGE, ...change })).toBe(isSame);
});
