import { startAde } from '#e2e/start-ade.ts';
import type { Figure } from './figure.ts';
import { median } from './percentile.ts';

const ROUNDS = 5;

/** From starting the process, on an empty data folder, to the first page. */
export async function measureStartTime(): Promise<Figure[]> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) seconds.push(await startOnce());
  const note = `process start to the first 200 of /, median of ${ROUNDS}`;
  return [{ name: 'start', value: median(seconds), budget: 1.5, unit: 's', note }];
}

async function startOnce(): Promise<number> {
  const started = performance.now();
  const ade = await startAde();
  const response = await fetch(ade.url);
  await response.text();
  const seconds = (performance.now() - started) / 1000;
  await ade.dispose();
  if (response.status !== 200) throw new Error(`/ answered ${response.status} instead of 200.`);
  return seconds;
}
