import type { Page } from '@playwright/test';
import { type AdeApi, createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { memoryOf } from '#e2e/panels/memory.ts';
import { type Ade, startAde } from '#e2e/start-ade.ts';
import { createAgent } from './create-agent.ts';
import type { Figure } from './figure.ts';
import { median } from './percentile.ts';
import { withPage } from './with-page.ts';

const TURNS = 200;
const SENTENCE = 'The quick brown fox jumps over the lazy dog, and nobody asked why it did. ';
const ROUNDS = 7;

/** How fast a full context window opens, and how soon a saved memory is everywhere on the page. */
export async function measureState(): Promise<Figure[]> {
  const ade = await startAde();
  try {
    const api = createAdeApi(ade.url);
    return [...(await measureViewer(ade, api)), await measureSave(ade, api)];
  } finally {
    await ade.dispose();
  }
}

async function measureViewer(ade: Ade, api: AdeApi): Promise<Figure[]> {
  const agentId = await createAgent(api);
  await api.patch(lettaPath(`/agents/${agentId}`), { context_window_limit: 1_000_000 });
  for (let turn = 0; turn < TURNS; turn += 1)
    await api.post(lettaPath(`/agents/${agentId}/messages`), { input: `count to 3. ${turn} ${SENTENCE.repeat(52)}` });
  const { context_window_size_current: tokens } = await api.get<{ context_window_size_current: number }>(
    lettaPath(`/agents/${agentId}/context`),
  );
  return await withPage(async (page) => {
    await page.goto(`${ade.url}/servers/embedded/agents/${agentId}`);
    // The pointer is there before the click, as a person's is.
    await memoryOf(page)
      .panel.getByRole('button', { name: /^Messages ≈/ })
      .hover();
    await page.waitForLoadState('networkidle');
    const opened: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      opened.push(await clickAndSee(page, '[aria-label="Parts of the context window"] li:last-child button', 'ol li'));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    const [first = 0, ...later] = opened;
    const note = `click to the messages on screen, ${Math.round(tokens / 1000)}k tokens`;
    return [
      { name: 'viewer first', value: first, budget: 150, unit: 'ms', note: `${note}, the first time` },
      {
        name: 'viewer',
        value: median(later),
        budget: 150,
        unit: 'ms',
        note: `${note}, median of ${later.length}, best ${best(later)} ms`,
      },
    ];
  });
}

function best(times: readonly number[]): string {
  return Math.min(...times).toFixed(0);
}

/** Clicks what the selector finds; resolves with the milliseconds until `seen` is in a dialog and drawn. */
async function clickAndSee(page: Page, selector: string, seen: string): Promise<number> {
  return await page.evaluate(
    async ([button, content]) => {
      const begun = performance.now();
      document.querySelector<HTMLButtonElement>(button)?.click();
      while (!document.querySelector(`[role=dialog] ${content}`)) await new Promise(requestAnimationFrame);
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        requestAnimationFrame(() => port2.postMessage(null));
      });
      return performance.now() - begun;
    },
    [selector, seen] as const,
  );
}

async function measureSave(ade: Ade, api: AdeApi): Promise<Figure> {
  const agentId = await createAgent(api);
  await api.patch(lettaPath(`/agents/${agentId}/core-memory/blocks/human`), { value: 'Name: Sam' });
  return await withPage(async (page) => {
    await page.goto(`${ade.url}/servers/embedded/agents/${agentId}`);
    const block = memoryOf(page).block('human');
    const gauge = memoryOf(page).panel.getByRole('button', { name: /^Core memory ≈/ });
    const times: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const value = SENTENCE.repeat(round * 6);
      await block.editButton.click();
      await block.editor.fill(value);
      const before = (await gauge.textContent()) ?? '';
      times.push(await saveAndSee(page, value.length, before));
    }
    const note = `click on Save to the card, the gauge and the context on screen, median of ${ROUNDS - 1}, best ${best(times.slice(1))} ms`;
    return { name: 'memory save', value: median(times.slice(1)), budget: 200, unit: 'ms', note };
  });
}

/** Saves; resolves with the milliseconds until the card is closed with the new text and the gauge has counted it. */
async function saveAndSee(page: Page, characters: number, gaugeBefore: string): Promise<number> {
  return await page.evaluate(
    async ([count, before]) => {
      const card = document.querySelector('[aria-label="Memory block human"]');
      const buttons = [...(card?.querySelectorAll('button') ?? [])];
      const gauge = () =>
        [...document.querySelectorAll('[aria-label="Parts of the context window"] button')].find((each) =>
          each.textContent?.startsWith('Core memory'),
        )?.textContent;
      const begun = performance.now();
      buttons.find((each) => each.textContent === 'Save')?.click();
      while (card?.querySelector('textarea') || !card?.textContent?.includes(count) || gauge() === before)
        await new Promise(requestAnimationFrame);
      return performance.now() - begun;
    },
    [new Intl.NumberFormat('en').format(characters), gaugeBefore] as const,
  );
}
