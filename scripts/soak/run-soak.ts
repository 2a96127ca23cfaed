import { parseArgs } from 'node:util';
import { describeFailure, fuzzRoutes } from '#server/embedded/fuzz/fuzz-routes.ts';
import { killUnderLoad } from './kill-under-load.ts';
import { playModel } from './model/play-model.ts';
import { playSchedules } from './play-schedules.ts';
import { playStreams } from './play-streams.ts';
import { type ProcessReport, soakProcess } from './soak-process.ts';

const SHOWN = 20;

interface SoakOptions {
  /** Requests to the embedded server in memory, where each answer is judged. */
  fuzz: number;
  streams: number;
  /** Scenes of tabs, a Letta ADE and a Letta server over real connections. */
  model: number;
  schedules: number;
  kills: number;
  /** Requests to all routes of the real process, and turns in it. */
  requests: number;
  turns: number;
  seed: number;
}

/**
 * Fuzzes, breaks streams, plays scenes, lets tabs and an agent write one block, wears the process out, kills it under
 * load: npm run soak -- --fuzz 1000 --streams 500 --model 20 --schedules 100 --requests 1000 --turns 200 --kills 20 --seed 7
 */
async function runSoak(options: SoakOptions): Promise<void> {
  console.log(
    `soak: ${options.fuzz} requests, ${options.streams} streams, ${options.model} scenes and twice ${options.schedules} schedules from seed ${options.seed}, ${options.kills} kills`,
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
  const model = await playScenes(options.model, options.seed);
  const schedules = await playAllSchedules(options.schedules, options.seed);
  const wearing = performance.now();
  const worn = await wearOut(options);
  const wornFor = seconds(wearing);
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
  console.log(
    `soak: fuzzed in ${fuzzed} s, streamed in ${streamed} s, worn for ${wornFor} s, killed in ${seconds(killing)} s`,
  );
  const failures = fuzz.failures.length + fuzz.problems.length;
  const { kills, acknowledged, lost, corrupt } = killed;
  console.log(`${kills} kills: ${acknowledged} acknowledged writes, ${lost.length} lost, ${corrupt.length} corrupt`);
  console.log(`${fuzz.sent} requests fuzzed: ${failures} failures`);
  console.log(
    `${streams.played} streams with ${streams.cuts} cuts (seed ${options.seed}): ${streams.counts.lost} lost, ${streams.counts.doubled} doubled, ${streams.counts.stuck} stuck, ${streams.counts['sent again']} second POSTs`,
  );
  console.log(describeWear(worn));
  const broken = streams.failures.length + model.failures.length + schedules.failures.length + worn.problems.length;
  process.exitCode = failures + broken + lost.length + corrupt.length > 0 ? 1 : 0;
}

async function playScenes(count: number, seed: number): Promise<{ failures: string[] }> {
  const begun = performance.now();
  const { played, commands, messages, counts, failures } = await playModel({ count, seed });
  console.log(
    `  ${played} scenes with ${commands} commands and ${messages} messages (seed ${seed}): ${counts.lost} lost, ${counts.doubled} doubled, ${counts.stuck} stuck, ${counts['sent again']} second POSTs, ${seconds(begun)} s`,
  );
  show(failures);
  return { failures };
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

/** More than this for each 1,000 is a leak; the kernel's and the allocator's own moods are less. */
const MOST_GROWTH_MB = 3;

async function wearOut({ requests, turns, seed }: SoakOptions): Promise<ProcessReport> {
  const report = await soakProcess({ requests, turns, seed, onProgress: (line) => console.log(`  ${line}`) });
  const grows = (slope: number | null, count: number) => count >= 2_000 && slope !== null && slope > MOST_GROWTH_MB;
  if (grows(report.requestSlope, requests)) report.problems.push('It grows with requests.');
  if (grows(report.turnSlope, turns)) report.problems.push('It grows with turns.');
  if ((report.socketsLeft ?? 0) > 0) report.problems.push(`${report.socketsLeft} sockets stay open.`);
  show(report.problems);
  return report;
}

function describeWear({
  requests,
  turns,
  problems,
  requestSlope,
  turnSlope,
  socketsLeft,
  memory,
}: ProcessReport): string {
  const slope = (value: number | null) => (value === null ? 'not measured' : `${value.toFixed(2)} MB`);
  return [
    `${requests} requests to the whole process and ${turns} turns: ${problems.length} problems,`,
    `${slope(requestSlope)} for each 1,000 requests and ${slope(turnSlope)} for each 1,000 turns over the last half,`,
    `memory ${memory} MB, ${socketsLeft ?? 'unknown'} sockets left`,
  ].join(' ');
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
    model: { type: 'string' },
    schedules: { type: 'string' },
    kills: { type: 'string' },
    requests: { type: 'string' },
    turns: { type: 'string' },
    seed: { type: 'string' },
  },
});
await runSoak({
  fuzz: Number(values.fuzz ?? 10_000),
  streams: Number(values.streams ?? 10_000),
  model: Number(values.model ?? 200),
  schedules: Number(values.schedules ?? 1_000),
  kills: Number(values.kills ?? 200),
  requests: Number(values.requests ?? 20_000),
  turns: Number(values.turns ?? 5_000),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
});
