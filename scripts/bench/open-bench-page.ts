import type { Page } from '@playwright/test';
import { simulatorOf } from '#e2e/panels/simulator.ts';
import { installProbe } from './frame-probe.ts';
import { LAST_WORDS, makeHistory } from './make-history.ts';
import type { LongLetta } from './start-long-letta.ts';

/** The product and the server it talks to. */
export interface Bench {
  letta: LongLetta;
  adeUrl: string;
}

/** Opens a new agent with a history of so many messages; resolves with the milliseconds until its end was on screen. */
export async function openAgent(page: Page, { letta, adeUrl }: Bench, messages: number): Promise<number> {
  const agentId = await letta.createAgent(makeHistory(messages));
  await installProbe(page);
  await page.goto(`${adeUrl}/servers/env/agents/${agentId}`, { waitUntil: 'commit' });
  const seen = await page.waitForFunction((words) => {
    const texts = document.querySelectorAll('[aria-label="Transcript"] .markdown');
    const last = texts[texts.length - 1];
    if (!last?.textContent.includes(words)) return 0;
    return last.getBoundingClientRect().bottom <= innerHeight ? performance.now() : 0;
  }, LAST_WORDS);
  return await seen.jsonValue();
}

/** Scrolls up until all messages are loaded, and back to the newest. */
export async function loadAll(page: Page, messages: number): Promise<void> {
  const { transcript, panel } = simulatorOf(page);
  const first = transcript.getByText('Question 0.', { exact: false });
  for (let round = 0; round < messages; round += 1) {
    await transcript.evaluate((element) => element.scrollTo(0, 0));
    if (await first.isVisible()) break;
    await page.waitForTimeout(100);
  }
  await panel.getByRole('button', { name: 'Latest' }).click();
  await transcript.getByText(LAST_WORDS).waitFor();
  await page.waitForTimeout(1000);
}
