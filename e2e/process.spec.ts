import { soakProcess } from '#scripts/soak/soak-process.ts';
import { expect, test } from './fixtures.ts';

const REQUESTS = 1_000;
const TURNS = 40;

test('odd requests to every route, and turns: the process lives, nothing is left unhandled, no socket stays', {
  tag: ['@R30'],
}, async () => {
  const seed = Date.now() % 1_000_000;
  const report = await soakProcess({ requests: REQUESTS, turns: TURNS, seed, onProgress: () => undefined });
  expect(report.problems, `seed ${seed}`).toEqual([]);
  expect([report.requests, report.turns]).toEqual([REQUESTS, TURNS]);
  // Only Linux tells how many sockets another process holds.
  if (report.socketsLeft !== null) expect(report.socketsLeft).toBeLessThanOrEqual(0);
});
