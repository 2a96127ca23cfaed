import { expect, it } from 'vitest';
import { compareRows } from './compare-rows.ts';
import { isBeginning } from './speaking-model.ts';
import type { Row } from './tab-worker.ts';

const row = (kind: string, text: string, runId: string | null = 'run-1'): Row => ({ kind, text, runId });
const HELD = [row('system', 'You speak.', null), row('user', 'turn 0'), row('assistant', '0.0 0.1')];

it.each<[string, Row[], string[]]>([
  ['all of it', HELD, []],
  ['all of it, before history knows the run', [row('user', 'turn 0', null), row('assistant', '0.0 0.1')], []],
  ['a part of it', [row('user', 'turn 0'), row('assistant', '0.0')], ['lost']],
  ['half of it', [row('user', 'turn 0')], ['lost']],
  ['more than it', [...HELD, row('assistant', '0.0 0.1')], ['doubled']],
])('%s', (_name, shown, expected) => {
  expect(compareRows(shown, { rows: HELD, stopped: new Set() }).map(({ kind }) => kind)).toEqual(expected);
});

it('does not ask how much of a turn that was stopped is shown', () => {
  const held = { rows: HELD, stopped: new Set(['run-1']) };
  expect(compareRows([row('user', 'turn 0'), row('assistant', '0.0 0.1 0.2')], held)).toEqual([]);
  expect(compareRows([row('assistant', '0.0 0.1')], held)).toMatchObject([{ kind: 'lost' }]);
});

it.each([
  ['', true],
  ['3.0', true],
  ['3.0 3.1 3.2', true],
  ['3.1', false],
  ['3.0 3.0', false],
  ['3.0 3.2', false],
  ['3.0 4.1', false],
])('“%s” is a beginning of what is said: %s', (text, expected) => {
  expect(isBeginning(text)).toBe(expected);
});
