import { parseArgs } from 'node:util';
import { describeFailure, fuzzRoutes } from '#server/embedded/fuzz/fuzz-routes.ts';
import { killUnderLoad } from './kill-under-load.ts';
import { playSchedules } from './play-schedules.ts';
import { playStreams } from './play-streams.ts';

const SHOWN = 20;

interface SoakOptions {
  fuzz: number;
  streams: number;
  schedules: number;
  kills: number;
  seed: number;
}

/**
 * Fuzzes the server, breaks streams, lets tabs and an agent write one block, kills the server under load:
 * npm run soak -- --fuzz 1000 --streams 500 --schedules 100 --kills 20 --seed 7
 */
async function runSoak(options: SoakOptions): Promise<void> {
  console.log(
    `soak: ${options.fuzz} requests, ${options.streams} streams and twice ${options.schedules} schedules from seed ${options.seed}, ${options.kills} kills`,
  );
  const begun = performance.now();
  const onProgress = (sent: number) => {
    if (sent % 2_500 === 0) console.log(`  ${sent} requests, ${seconds(begun)} s`);
  };
  const fuzz = await fuzzRoutes({ count: options.fuzz, seed: options.seed, onProgress });
  show([...fuzz.failures.map(describeFailure), ...fuzz.problems]);
  const fuzzed = seconds(begun);
  const streaming = performance.now();
  const streams = await playStreams({ count: options.streams, seed: options.seed });
  show(streams.failures);
  const streamed = seconds(streaming);
  const schedules = await playAllSchedules(options.schedules, options.seed);
  const killing = performance.now();
  let told = 0;
  const killed = await killUnderLoad(options.kills, ({ kills, acknowledged, lost, corrupt }) => {
    const isDue = kills - told >= 20 || lost.length + corrupt.length > 0;
    if (!isDue) return;
    told = kills;
    console.log(
      `  ${kills} kills, ${acknowledged} writes, ${lost.length} lost, ${corrupt.length} corrupt, ${seconds(killing)} s`,
    );
  });
  show([...killed.lost, ...killed.corrupt]);
  console.log(`soak: fuzzed in ${fuzzed} s, streamed in ${streamed} s, killed in ${seconds(killing)} s`);
  const failures = fuzz.failures.length + fuzz.problems.length;
  const { kills, acknowledged, lost, corrupt } = killed;
  console.log(`${kills} kills: ${acknowledged} acknowledged writes, ${lost.length} lost, ${corrupt.length} corrupt`);
  console.log(`${fuzz.sent} requests fuzzed: ${failures} failures`);
  console.log(
    `${streams.played} streams with ${streams.cuts} cuts (seed ${options.seed}): ${streams.counts.lost} lost, ${streams.counts.doubled} doubled, ${streams.counts.stuck} stuck, ${streams.counts['sent again']} second POSTs`,
  );
  const failed = failures + streams.failures.length + schedules.failures.length + lost.length + corrupt.length;
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The same schedules on the server in the box and on a played one without entity tags. */
async function playAllSchedules(count: number, seed: number): Promise<{ failures: string[] }> {
  const begun = performance.now();
  const failures: string[] = [];
  for (const kind of ['embedded', 'played'] as const) {
    const report = await playSchedules({ kind, count, seed });
    failures.push(...report.failures);
    console.log(
      `  ${report.played} schedules on the ${kind} server: ${report.clashes} clashes told, ${report.unseen} lines lost between a read and a write, ${report.failures.length} failures, ${seconds(begun)} s`,
    );
  }
  show(failures);
  return { failures };
}

function show(lines: readonly string[]): void {
  for (const line of lines.slice(0, SHOWN)) console.log(`  ${line}`);
  if (lines.length > SHOWN) console.log(`  and ${lines.length - SHOWN} more`);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}

const { values } = parseArgs({
  options: {
    fuzz: { type: 'string' },
    streams: { type: 'string' },
    schedules: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string' },
  },
});
await runSoak({
  fuzz: Number(values.fuzz ?? 10_000),
  streams: Number(values.streams ?? 10_000),
  schedules: Number(values.schedules ?? 1_000),
  kills: Number(values.kills ?? 200),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
});
