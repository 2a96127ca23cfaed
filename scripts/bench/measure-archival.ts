import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { archivalOf } from '#e2e/panels/archival.ts';
import { type Ade, startAde } from '#e2e/start-ade.ts';
import { startBenchModel } from '#scripts/bench-server/bench-model.ts';
import { seed, seedPassages } from '#scripts/bench-server/seed.ts';
import type { Figure } from './figure.ts';
import { median } from './percentile.ts';
import { withPage } from './with-page.ts';

const PASSAGES = 10_000;
const ROUNDS = 9;
const LIST_BUDGET_MS = 100;
const SEARCH_BUDGET_MS = 150;

/** How fast a large archival memory is on the screen: the next page of the list, and what a search finds. */
export async function measureArchival(): Promise<Figure[]> {
  const model = await startBenchModel();
  const ade = await startAde({ env: { OPENAI_API_KEY: 'sk-bench', OPENAI_BASE_URL: model.url } });
  try {
    const agentId = await makeKeeper(ade);
    return await withPage(async (page) => {
      await page.goto(`${ade.url}/servers/embedded/agents/${agentId}`);
      await archivalOf(page).newest.getByRole('listitem').first().waitFor();
      return [
        await measureList(page),
        await measureSearch(page, { way: 'words', word: (round) => `Passage ${1_000 + round} ` }),
        await measureSearch(page, { way: 'meaning', word: (round) => 'x'.repeat(round + 1) }),
      ];
    });
  } finally {
    await ade.dispose();
    await model.close();
  }
}

async function makeKeeper(ade: Ade): Promise<string> {
  const api = createAdeApi(ade.url);
  const embedding = 'openai/text-embedding-3-small';
  const agent = await api.post<{ id: string }>(lettaPath('/agents/'), { model: 'demo/scripted', embedding });
  await api.post(lettaPath(`/agents/${agent.id}/archival-memory`), { text: 'The first passage.' });
  const [archive] = await api.get<{ id: string }[]>(lettaPath(`/archives/?agent_id=${agent.id}`));
  if (!archive) throw new Error('The agent has no archive.');
  await ade.stop();
  await seed(join(ade.home, 'embedded'), (db) => seedPassages(db, archive.id, PASSAGES));
  await ade.start();
  return agent.id;
}

/** How many memories one press brings. */
const PAGE = 25;

async function measureList(page: Page): Promise<Figure> {
  const { newest } = archivalOf(page);
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // The rest of a page is drawn after its first rows.
    await newest
      .getByRole('listitem')
      .nth(PAGE * (round + 1) - 1)
      .waitFor();
    const before = await newest.getByRole('listitem').count();
    await page.getByRole('button', { name: 'Show older' }).scrollIntoViewIfNeeded();
    samples.push(await timeUntil(page, { press: 'Show older', list: 'Archival memories, newest first', more: before }));
  }
  return figure('archival list', samples, LIST_BUDGET_MS, 'from the press of Show older');
}

interface SearchWay {
  way: 'words' | 'meaning';
  word: (round: number) => string;
}

async function measureSearch(page: Page, { way, word }: SearchWay): Promise<Figure> {
  const { search } = archivalOf(page);
  const list = way === 'words' ? 'Archival memories, newest first' : 'Search results, best first';
  await page.getByRole('combobox', { name: 'Search by' }).selectOption(way);
  const samples: number[] = [];
  // The first search reads all vectors.
  for (let round = -1; round < ROUNDS; round += 1) {
    await search.fill('');
    await page.getByRole('list', { name: 'Archival memories, newest first' }).waitFor();
    const taken = await timeUntil(page, { type: word(round + 1), list, more: 0 });
    if (round >= 0) samples.push(taken);
  }
  return figure(`archival ${way}`, samples, SEARCH_BUDGET_MS, 'from the last letter');
}

type Wanted = { list: string; more: number } & ({ press: string } | { type: string });

/** Does something in the page, and takes the milliseconds until the frame in which the list shows what comes of it. */
async function timeUntil(page: Page, wanted: Wanted): Promise<number> {
  return await page.evaluate(async (asked) => {
    // While one searches, the list of all is kept, hidden.
    const rows = () => [...document.querySelectorAll(`:not([hidden]) > ul[aria-label="${asked.list}"] > li`)];
    const isShown = () =>
      'type' in asked && asked.list.startsWith('Archival')
        ? rows().length > 0 && rows().every((row) => row.textContent.includes(asked.type.trim()))
        : rows().length > asked.more;
    const started = performance.now();
    if ('press' in asked) {
      const buttons = [...document.querySelectorAll('button')];
      buttons.find((button) => button.textContent.trim() === asked.press)?.click();
    } else {
      const input = document.querySelector<HTMLInputElement>('input[aria-label="Search archival memory"]');
      const field = input ?? document.querySelector<HTMLInputElement>('input[type="search"]');
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, asked.type);
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    }
    while (!isShown()) await new Promise(requestAnimationFrame);
    return performance.now() - started;
  }, wanted);
}

function figure(name: string, samples: number[], budget: number, how: string): Figure {
  const best = Math.min(...samples).toFixed(0);
  const note = `${PASSAGES} passages, ${how} to the rows; best ${best} ms`;
  return { name, value: median(samples), budget, unit: 'ms', note };
}
