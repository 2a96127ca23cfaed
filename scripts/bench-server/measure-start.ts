import { setTimeout as sleep } from 'node:timers/promises';
import { startAde } from '#e2e/start-ade.ts';
import { residentKilobytes } from '#scripts/bench/measure-idle-memory.ts';
import { median } from '#scripts/bench/percentile.ts';
import type { ServerFigure } from './server-figure.ts';

const ROUNDS = 5;
const IDLE_MS = 3_000;

/** From starting the process, on an existing database, to the first answer; and what it holds when nothing happens. */
export async function measureStart(): Promise<ServerFigure[]> {
  const server = await startAde({ args: ['--embedded-only'] });
  try {
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await server.stop();
      const started = performance.now();
      await server.start();
      await (await fetch(`${server.url}/v1/health/`)).text();
      seconds.push((performance.now() - started) / 1_000);
    }
    await sleep(IDLE_MS);
    const megabytes = residentKilobytes(server.pid()) / 1_024;
    return [
      { name: 'start to the first answer', value: median(seconds), unit: 's', budget: 0.5, original: 17.8 },
      { name: 'resident memory, idle', value: megabytes, unit: 'MB', budget: 110, original: 346 },
    ];
  } finally {
    await server.dispose();
  }
}
