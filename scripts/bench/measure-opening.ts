import type { Page } from '@playwright/test';
import type { Figure } from './figure.ts';
import { type Bench, loadAll, openAgent } from './open-bench-page.ts';
import { median } from './percentile.ts';
import { withPage } from './with-page.ts';

const ROUNDS = 5;
const MESSAGES = 50_000;

interface PageWeight {
  nodes: number;
  megabytes: number;
}

/** How fast an agent with a long history opens, each time in a new browser, and what its page weighs. */
export async function measureOpening(bench: Bench): Promise<Figure[]> {
  const seconds: number[] = [];
  for (let round = 1; round < ROUNDS; round += 1)
    seconds.push(await withPage(async (page) => (await openAgent(page, bench, MESSAGES)) / 1000));
  const { opened, loaded } = await withPage(async (page) => {
    seconds.push((await openAgent(page, bench, MESSAGES)) / 1000);
    const before = await weigh(page);
    await loadAll(page, MESSAGES);
    return { opened: before, loaded: await weigh(page) };
  });
  const best = Math.min(...seconds).toFixed(2);
  const of = `${MESSAGES} messages`;
  return [
    { name: 'open agent', value: median(seconds), budget: 1, unit: 's', note: `${of}, new browser; best ${best} s` },
    { name: 'open agent nodes', value: opened.nodes, budget: 3000, unit: 'nodes', note: `${of}, as opened` },
    { name: 'open agent heap', value: opened.megabytes, budget: 300, unit: 'MB', note: `${of}, as opened` },
    { name: 'all loaded nodes', value: loaded.nodes, budget: 3000, unit: 'nodes', note: `${of}, all of them loaded` },
    { name: 'all loaded heap', value: loaded.megabytes, budget: 300, unit: 'MB', note: `${of}, all of them loaded` },
  ];
}

/** The nodes of the document, texts included, and the heap after a collection. */
async function weigh(page: Page): Promise<PageWeight> {
  const nodes = await page.evaluate(() => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let count = 1;
    while (walker.nextNode()) count += 1;
    return count;
  });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { nodes, megabytes: usedSize / 1024 / 1024 };
}
