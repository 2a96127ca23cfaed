import { parseArgs } from 'node:util';
import { describeFailure, fuzzRoutes } from '#server/embedded/fuzz/fuzz-routes.ts';
import { killUnderLoad } from './kill-under-load.ts';
import { playStreams } from './play-streams.ts';

const SHOWN = 20;

/** Fuzzes the server, breaks streams, kills the server under load: npm run soak -- --fuzz 1000 --streams 500 --kills 20 --seed 7 */
async function runSoak(options: { fuzz: number; streams: number; kills: number; seed: number }): Promise<void> {
  console.log(
    `soak: ${options.fuzz} requests and ${options.streams} streams from seed ${options.seed}, ${options.kills} kills`,
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
  process.exitCode = failures + streams.failures.length + lost.length + corrupt.length > 0 ? 1 : 0;
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
    kills: { type: 'string' },
    seed: { type: 'string' },
  },
});
await runSoak({
  fuzz: Number(values.fuzz ?? 10_000),
  streams: Number(values.streams ?? 10_000),
  kills: Number(values.kills ?? 200),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
});
