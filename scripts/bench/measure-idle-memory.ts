import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAde } from '#e2e/start-ade.ts';
import type { Figure } from './figure.ts';
import { withPage } from './with-page.ts';

const PAGE_MS = 2000;
const IDLE_MS = 3000;

/** The memory of the process some seconds after a page was loaded and closed. */
export async function measureIdleMemory(): Promise<Figure[]> {
  const ade = await startAde();
  try {
    await withPage(async (page) => {
      await page.goto(ade.url);
      await page.waitForTimeout(PAGE_MS);
    });
    await sleep(IDLE_MS);
    const note = 'resident memory 3 s after a page load';
    return [{ name: 'idle memory', value: residentKilobytes(ade.pid()) / 1024, budget: 200, unit: 'MB', note }];
  } finally {
    await ade.dispose();
  }
}

/** The resident memory of a process. */
export function residentKilobytes(pid: number): number {
  if (process.platform === 'linux') {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
}
