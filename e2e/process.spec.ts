import { soakProcess } from '#scripts/soak/soak-process.ts';
import { expect, test } from './fixtures.ts';

/** Every route twice; `npm run soak` sends 20,000. */
const REQUESTS = 400;
const TURNS = 40;

test(`${REQUESTS} odd requests, two for every route, and ${TURNS} turns: the process lives, nothing is unhandled, no socket stays`, {
  tag: ['@R30'],
}, async () => {
  const seed = Date.now() % 1_000_000;
  const report = await soakProcess({ requests: REQUESTS, turns: TURNS, seed, onProgress: () => undefined });
  expect(report.problems, `seed ${seed}`).toEqual([]);
  expect([report.requests, report.turns]).toEqual([REQUESTS, TURNS]);
  expect(report.routes).toBeGreaterThan(150);
  expect(REQUESTS).toBeGreaterThanOrEqual(2 * report.routes);
  // Only Linux tells how many sockets another process holds.
  if (report.socketsLeft !== null) expect(report.socketsLeft).toBeLessThanOrEqual(0);
});
