import { expect, test } from 'vitest';
import { featureIds } from './feature-ids.ts';
import { findProvenFeatures } from './proven-features.ts';

const passed = { expectedStatus: 'passed', status: 'expected', results: [{ status: 'passed' }] };

function reportOf(tags: string[], ...tests: (typeof passed)[]) {
  return { suites: [{ suites: [{ specs: [{ title: 'a journey', tags, tests }] }] }] };
}

test('the list has 406 different ids', () => {
  expect(new Set(featureIds).size).toBe(406);
  expect(featureIds).toHaveLength(406);
});

test('a test that passed at the first attempt proves its ids', () => {
  const { proven, unknown } = findProvenFeatures(reportOf(['SM24', '@SM25', 'slow'], passed));
  expect([...proven]).toEqual(['SM24', 'SM25']);
  expect(unknown).toEqual([]);
});

test.each([
  ['failed', { ...passed, status: 'unexpected', results: [{ status: 'failed' }] }],
  ['was skipped', { ...passed, status: 'skipped', results: [{ status: 'skipped' }] }],
  ['passed only when repeated', { ...passed, status: 'flaky', results: [{ status: 'failed' }, { status: 'passed' }] }],
  ['failed as announced', { ...passed, expectedStatus: 'failed', results: [{ status: 'failed' }] }],
  ['never ran', { ...passed, status: 'skipped', results: [] }],
])('a test that %s proves nothing', (_name, result) => {
  expect(findProvenFeatures(reportOf(['SM24'], result)).proven.size).toBe(0);
  expect(findProvenFeatures(reportOf(['SM24'], passed, result)).proven.size).toBe(0);
});

test('a fault is known, and is no feature', () => {
  const { proven, unknown } = findProvenFeatures(reportOf(['@R26', '@R34'], passed));
  expect([...proven]).toEqual(['R26']);
  expect(unknown).toEqual([{ tag: 'R34', test: 'a journey' }]);
  expect(featureIds).not.toContain('R26');
});

test('an id that is not in the list is reported with its test', () => {
  const { proven, unknown } = findProvenFeatures(reportOf(['SM53', 'ZZ1'], passed));
  expect(proven.size).toBe(0);
  expect(unknown).toEqual([
    { tag: 'SM53', test: 'a journey' },
    { tag: 'ZZ1', test: 'a journey' },
  ]);
});
