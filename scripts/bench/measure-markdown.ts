import type { Browser, Page } from '@playwright/test';
import { simulatorOf } from '#e2e/panels/simulator.ts';
import type { Figure } from './figure.ts';
import { type FrameRecord, framesPerSecond, record } from './frame-probe.ts';
import { type Bench, openAgent } from './open-bench-page.ts';
import { percentile } from './percentile.ts';
import { updateCosts } from './update-costs.ts';
import { withPage } from './with-page.ts';

const SIZE = 20 * 1024;
const PIECE = 4;
const PER_SECOND = 500;
const WORDS = 'The quick brown fox jumps over the lazy dog, and **nobody** asked `why` it did. ';
const LIST = '- a *point* that is made: the quick brown fox jumps over the lazy dog\n';
const CODE = 'for index in range(10):\n    print(f"{index} of {total}")  # a remark\n';
const MIXED = [
  `## A part\n\n${WORDS.repeat(4)}\n\n${WORDS.repeat(2)}\n\n`,
  `${LIST.repeat(6)}\n\`\`\`python\n${CODE.repeat(6)}\`\`\`\n\n`,
  `| name | value | more |\n|---|---|---|\n${'| a name | **12** | `code` |\n'.repeat(8)}\n> ${WORDS}\n\n`,
].join('');

/** A message of 20 KB while it streams: the work of each update, and how smooth one huge block stays. */
export async function measureMarkdown(bench: Bench): Promise<Figure[]> {
  return await withPage(async (page, browser) => {
    await openAgent(page, bench, 100);
    const { costs } = await streamText(page, bench, browser, MIXED);
    const list = await streamText(page, bench, browser, LIST);
    const fence = await streamText(page, bench, browser, `\`\`\`python\n${CODE.repeat(SIZE)}`);
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    const note = `processor time per update of ${costs.length}, 20 KB mixed, ${PER_SECOND} tokens/s`;
    const p95 = percentile(costs, 0.95);
    return [
      { name: 'markdown mean', value: mean, budget: 3, unit: 'ms', note },
      { name: 'markdown p95', value: p95, budget: 8, unit: 'ms', note: `largest ${Math.max(...costs).toFixed(1)} ms` },
      smoothness('20 KB list', list.seen),
      smoothness('20 KB fence', fence.seen),
    ];
  });
}

function smoothness(name: string, seen: FrameRecord): Figure {
  const longest = Math.max(...seen.longTasks.map(({ duration }) => duration), 0);
  const note = `one block, ${seen.longTasks.length} long tasks, longest ${longest} ms`;
  return { name, value: framesPerSecond(seen), budget: 30, bound: 'least', unit: 'fps', note };
}

async function streamText(page: Page, { letta }: Bench, browser: Browser, text: string) {
  const { say, transcript, stopButton } = simulatorOf(page);
  const before = await transcript.getByRole('article').count();
  const whole = text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);
  const pieces = Array.from({ length: SIZE / PIECE }, (_, index) => whole.slice(index * PIECE, (index + 1) * PIECE));
  const frames = pieces.map((content) => ({ message_type: 'assistant_message', content }));
  letta.answerWith({ frames, perSecond: PER_SECOND });
  await say(`Go on, ${before} messages.`);
  await stopButton.waitFor();
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] });
  const seen = await record(page, (frames.length / PER_SECOND) * 1000 - 1000);
  const trace = await browser.stopTracing();
  await stopButton.waitFor({ state: 'detached' });
  await page.waitForTimeout(500);
  return { seen, costs: updateCosts(trace) };
}
