import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAde } from '#e2e/start-ade.ts';
import type { Figure } from './figure.ts';
import { percentile } from './percentile.ts';
import { readEventStream } from './read-event-stream.ts';
import { startTimedUpstream } from './start-timed-upstream.ts';

const ROUNDS = 3;
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
    const direct: number[] = [];
    const proxied: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const delays = await measureSideBySide(urls, FRAMES);
      direct.push(...delays.direct);
      proxied.push(...delays.proxied);
    }
    return [0.5, 0.99].map((share) => addedDelay(direct, proxied, share));
  } finally {
    await ade.dispose();
    upstream.close();
  }
}

interface Urls {
  direct: string;
  proxied: string;
}

/** Both at once and half a gap apart, so that whatever else the machine does falls on both. */
async function measureSideBySide({ direct, proxied }: Urls, frames: number) {
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

function addedDelay(direct: number[], proxied: number[], share: number): Figure {
  const [before, after] = [percentile(direct, share), percentile(proxied, share)];
  const name = `proxy hop p${share * 100}`;
  const note = `per event of ${ROUNDS} x ${FRAMES}; direct ${before.toFixed(2)} ms, through us ${after.toFixed(2)} ms`;
  return { name, value: Math.max(0, after - before), budget: share === 0.5 ? 1 : 10, unit: 'ms', note };
}
