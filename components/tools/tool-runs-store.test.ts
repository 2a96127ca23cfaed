import { expect, test } from 'vitest';
import { readPastRuns, rememberRun } from './tool-runs-store.ts';

test.each(['tool-1', '__proto__', 'constructor', 'toString'])(
  'the tries of a tool called %s are kept and found',
  (tool) => {
    const run = { status: 'success' as const, text: 'rolled 4', stdout: '', stderr: '', durationMs: 2 };
    expect(readPastRuns(tool)).toEqual([]);
    rememberRun(tool, '{"sides":6}', run);
    rememberRun(tool, '{"sides":8}', run);
    expect(readPastRuns(tool).map(({ argsText }) => argsText)).toEqual(['{"sides":8}', '{"sides":6}']);
  },
);
