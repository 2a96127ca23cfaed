import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAde } from '#e2e/start-ade.ts';
import type { Figure } from './figure.ts';
import { median, percentile } from './percentile.ts';
import { readEventStream } from './read-event-stream.ts';
import { startTimedUpstream } from './start-timed-upstream.ts';

const ROUNDS = 5;
const FRAMES = 200;
const WARM_UP_FRAMES = 50;

/** What the way through the Letta ADE adds to each event of a stream, against the same stream read directly. */
export async function measureProxyHop(): Promise<Figure[]> {
  const upstream = await startTimedUpstream();
  const ade = await startAde({ env: { LETTA_BASE_URL: upstream.url } });
  try {
    const path = `/v1/agents/agent-${randomUUID()}/messages`;
    const urls = { direct: upstream.url + path, proxied: `${ade.url}/api/servers/env${path}` };
    await measureSideBySide(urls, WARM_UP_FRAMES);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureSideBySide(urls, FRAMES));
    return [addedDelay(rounds, { share: 0.5, budget: 1 }), addedDelay(rounds, { share: 0.99, budget: 10 })];
  } finally {
    await ade.dispose();
    upstream.close();
  }
}

interface Urls {
  direct: string;
  proxied: string;
}

/** Delays of the same events on the two ways, in milliseconds. */
interface Round {
  direct: number[];
  proxied: number[];
}

/** Both at once and half a gap apart, so that whatever else the machine does falls on both. */
async function measureSideBySide({ direct, proxied }: Urls, frames: number): Promise<Round> {
  const first = measureDelays(direct, frames);
  await sleep(5);
  const second = measureDelays(proxied, frames);
  return { direct: await first, proxied: await second };
}

async function measureDelays(url: string, frames: number): Promise<number[]> {
  const delays: number[] = [];
  const body = { messages: [{ role: 'user', content: 'bench' }], streaming: true, stream_tokens: true };
  await readEventStream({
    url: `${url}?frames=${frames}`,
    body,
    onFrame: (data, arrivedAt) => {
      if (data !== '[DONE]') delays.push(arrivedAt - (JSON.parse(data) as { sentAt: number }).sentAt);
    },
  });
  if (delays.length !== frames) throw new Error(`${delays.length} of ${frames} events arrived from ${url}.`);
  return delays;
}

/** The median over the rounds, so that one hiccup of the machine does not decide. */
function addedDelay(rounds: Round[], { share, budget }: { share: number; budget: number }): Figure {
  const added = rounds.map(({ direct, proxied }) => percentile(proxied, share) - percentile(direct, share));
  const before = median(rounds.map(({ direct }) => percentile(direct, share)));
  const name = `proxy hop p${share * 100}`;
  const note = `per event of ${FRAMES}, median of ${ROUNDS} rounds; direct ${before.toFixed(2)} ms`;
  const details = added.map((value, index) => `round ${index + 1}: ${value.toFixed(2)} ms added`);
  return { name, value: Math.max(0, median(added)), budget, unit: 'ms', note, details };
}
