import type { BrowserContext } from '@playwright/test';
import { createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { openAgent } from '#e2e/agent-factory.ts';
import { simulatorOf } from '#e2e/panels/simulator.ts';
import { startScriptedProvider } from '#e2e/scripted-provider.ts';
import { startAde } from '#e2e/start-ade.ts';
import { createAgent } from './create-agent.ts';
import type { Figure } from './figure.ts';
import { median } from './percentile.ts';
import { withPage } from './with-page.ts';

const TURNS = 8;
const TABS = 10;
const ROUNDS = 5;

/** How long an eleventh tab takes until one can write in it, beside ten tabs with eight turns going on. */
export async function measureTabs(): Promise<Figure[]> {
  const end = Promise.withResolvers<void>();
  const provider = await startScriptedProvider();
  provider.script('hold', [{ text: 'At last.', until: end.promise }]);
  const ade = await startAde({ env: { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: 'sk-bench' } });
  try {
    const api = createAdeApi(ade.url);
    const models = await api.get<{ handle: string }[]>(lettaPath('/models/'));
    const handle = models.map((model) => model.handle).find((name) => name.endsWith(provider.model));
    const make = () => createAgent(api, handle);
    const loads = await withPage(async (_page, browser) => {
      const context = await browser.newContext({ baseURL: ade.url, viewport: { width: 1440, height: 900 } });
      await openBusyTabs(context, await Promise.all(Array.from({ length: TURNS }, make)));
      const times: number[] = [];
      while (times.length < ROUNDS) times.push(await loadOneMore(context, await make()));
      return times;
    });
    const note = `beside ${TABS} tabs with ${TURNS} turns, median of ${ROUNDS}; best ${Math.min(...loads).toFixed(2)} s`;
    return [{ name: 'eleventh tab', value: median(loads), budget: 2, unit: 's', note }];
  } finally {
    end.resolve();
    await ade.dispose();
    await provider.stop();
  }
}

/** A tab for each turn, and two more that look at turns which other tabs began. */
async function openBusyTabs(context: BrowserContext, agentIds: string[]): Promise<void> {
  for (const [index, agentId] of [...agentIds, ...agentIds.slice(0, TABS - TURNS)].entries()) {
    const tab = await context.newPage();
    await openAgent(tab, agentId);
    if (index < TURNS) await simulatorOf(tab).say('hold');
    await simulatorOf(tab).stopButton.waitFor();
  }
}

async function loadOneMore(context: BrowserContext, agentId: string): Promise<number> {
  const tab = await context.newPage();
  const begun = performance.now();
  await openAgent(tab, agentId);
  await simulatorOf(tab).composer.waitFor();
  const seconds = (performance.now() - begun) / 1000;
  await tab.close();
  return seconds;
}
