import fc from 'fast-check';
import { expect, it } from 'vitest';
import { playStreamCase, type StreamCase, streamCase } from './fuzz-stream.ts';

it('shows a turn whole and once, however often its connection breaks', async () => {
  await fc.assert(
    fc.asyncProperty(streamCase, (given) => playStreamCase(given)),
    { numRuns: 300 },
  );
});

it('knows a turn that is whole from one that is not', async () => {
  const said = [{ kind: 'assistant_message' as const, pieces: ['a', 'b', 'c'] }];
  const mangling = { repeats: [0.4], shuffle: 3, seed: 1, corrupt: null };
  const whole: StreamCase = { said, isBackground: true, faults: [{ part: 0.6, how: 'reset' }], mangling };
  await expect(playStreamCase(whole)).resolves.toBeUndefined();
  // Nobody repairs a foreground stream: without history its text stays doubled, and the same check says so.
  const doubled = { ...whole, isBackground: false, faults: [] };
  await expect(playStreamCase(doubled, { isReadable: true })).rejects.toThrow('lost: abc became abbc');
});
