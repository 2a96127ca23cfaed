import { expect, it } from 'vitest';
import { seededRandom } from '#e2e/seeded-random.ts';
import { playSchedules } from './play-schedules.ts';

/** The long form is part of `npm run soak`. */
const COUNT = 25;

it.each(['embedded', 'played'] as const)(
  'two tabs and a running agent on one block of the %s server',
  async (kind) => {
    const seed = Math.floor(seededRandom(`schedules on the ${kind} server`)() * 1_000_000);
    const report = await playSchedules({ kind, count: COUNT, seed });
    expect(report.failures).toEqual([]);
    expect(report.played).toBe(COUNT);
    expect(report.clashes).toBeGreaterThan(COUNT / 10);
  },
  120_000,
);
