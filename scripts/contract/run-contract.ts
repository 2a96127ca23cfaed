import { existsSync } from 'node:fs';
import { openEmbedded } from '#server/embedded/open-embedded.ts';
import { listen } from '#server/listen.ts';
import { serveFetch } from '#server/serve-fetch.ts';
import { AREAS, LATER_AREAS, PASSWORD, SECURED_AREAS, type Stage } from './areas.ts';
import { describeDifferences } from './compare.ts';
import { createJudge } from './deliberate.ts';
import { createIdentityMap } from './identity-map.ts';
import { type Exchange, listAreas, readArea, readStreams } from './recordings.ts';
import { type Outcome, playExchange } from './run-story.ts';
import { playStream } from './run-stream.ts';
import { startScriptedLlm } from './scripted-llm.ts';
import { makeTools } from './stream-agents.ts';

const SHOWN = 6;

/**
 * Replays what a real Letta server was asked against the embedded server and compares the answers. Area names on the
 * command line limit what is shown.
 */
async function runContract(folder: string, shown: readonly string[]): Promise<void> {
  const unknown = listAreas(folder).filter((area) => ![...AREAS, ...LATER_AREAS, ...SECURED_AREAS].includes(area));
  if (unknown.length > 0) throw new Error(`No story is told for the recorded areas ${unknown.join(', ')}.`);
  const judge = createJudge();
  const total = { same: 0, deliberate: 0, different: 0 };
  const areas: [string, Outcome[]][] = await withServer(async (stage) => {
    const told: [string, Outcome[]][] = [];
    for (const area of AREAS) told.push([area, await playArea(stage, readArea(folder, area))]);
    return told;
  });
  const streams = await withServer(async (stage) => {
    await makeTools(stage);
    const told: Outcome[] = [];
    for (const stream of readStreams(folder)) told.push(await playStream(stage, stream));
    return told;
  });
  const secured: [string, Outcome[]][] = [];
  for (const area of SECURED_AREAS)
    secured.push([area, await withServer((stage) => playArea(stage, readArea(folder, area)), PASSWORD)]);
  for (const [area, outcomes] of [...areas, ...secured, ['streams', streams] as const]) {
    const count = { same: 0, deliberate: 0, different: 0 };
    for (const { name, differences } of outcomes) {
      const open = differences.filter((difference) => judge.reasonOf(name, difference) === null);
      const kind = open.length > 0 ? 'different' : differences.length > 0 ? 'deliberate' : 'same';
      count[kind] += 1;
      total[kind] += 1;
      if (open.length > 0 && (shown.length === 0 || shown.includes(area))) {
        console.log(`  ${name}`);
        for (const line of describeDifferences(open, SHOWN)) console.log(`      ${line}`);
      }
    }
    console.log(`${area.padEnd(24)} ${describeCount(count)}`);
  }
  const later = LATER_AREAS.map((area) => readArea(folder, area).length).reduce((sum, count) => sum + count, 0);
  console.log(`Not compared: ${later} exchanges of areas that come later (${LATER_AREAS.join(', ')}).`);
  for (const [reason, count] of judge.reasons()) console.log(`  ${String(count).padStart(4)} × ${reason}`);
  const unused = judge.unused();
  for (const rule of unused) console.log(`No difference needs this reason any more: ${rule}`);
  console.log(describeCount(total));
  process.exitCode = total.different > 0 || unused.length > 0 ? 1 : 0;
}

async function playArea(stage: Stage, exchanges: Exchange[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const exchange of exchanges) outcomes.push(await playExchange(stage, exchange));
  return outcomes;
}

function describeCount(count: { same: number; deliberate: number; different: number }): string {
  return `${count.same} same, ${count.deliberate} deliberate, ${count.different} different`;
}

async function withServer<T>(tell: (stage: Stage) => Promise<T>, password?: string): Promise<T> {
  const llm = await startScriptedLlm();
  const keys = { openaiApiKey: 'sk-contract', openaiBaseUrl: llm.url };
  // The recorder switched programs on in its secure mode only.
  const mcp = { allowStdio: password !== undefined, allowPrivate: false };
  const embedded = await openEmbedded({ folder: null, keys, password, mcp, log: () => undefined });
  const listening = await listen({ host: '127.0.0.1', port: 0, command: 'npm run contract' });
  listening.server.on('request', serveFetch(embedded.fetch));
  const url = `http://127.0.0.1:${listening.port}`;
  try {
    return await tell({ llm, target: { url, ids: createIdentityMap(), modelUrl: llm.url } });
  } finally {
    await listening.close();
    await embedded.close();
    await llm.stop();
  }
}

const folder = process.env['LETTA_RECORDINGS'];
if (!folder || !existsSync(folder))
  console.log('contract: LETTA_RECORDINGS names no folder of recordings, nothing to compare with');
else await runContract(folder, process.argv.slice(2));
