import { expect, test } from 'vitest';
import { updateCosts } from './update-costs.ts';

const PAGE = { pid: 1, tid: 7 };
const mark = (ts: number) => ({ ...PAGE, name: 'bench-update', ph: 'R', ts });
const task = (ts: number, tdur: number, thread = PAGE) => ({
  ...thread,
  name: 'ThreadControllerImpl::RunTask',
  ph: 'X',
  ts,
  dur: tdur * 2,
  tdur,
});

test('an update costs the processor time of the tasks since the one before, of the page alone', () => {
  const traceEvents = [
    task(1_000, 9_000),
    mark(2_000),
    task(3_000, 1_000),
    task(4_000, 7_000, { pid: 2, tid: 7 }),
    task(5_000, 500),
    mark(6_000),
    task(7_000, 2_000),
    mark(9_500),
    task(9_900, 4_000),
  ];
  expect(updateCosts(Buffer.from(JSON.stringify({ traceEvents })))).toEqual([1.5, 2]);
});

test('a trace without updates has no costs', () => {
  expect(updateCosts(Buffer.from('{"traceEvents":[]}'))).toEqual([]);
});
