import type { Browser, Page } from '@playwright/test';
import { simulatorOf } from '#e2e/panels/simulator.ts';
import type { Figure } from './figure.ts';
import { type FrameRecord, framesPerSecond, record } from './frame-probe.ts';
import { type Bench, openAgent } from './open-bench-page.ts';
import { percentile } from './percentile.ts';
import { serveBenchPage } from './serve-bench-page.ts';
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
    const { costs: frames } = await streamText(page, bench, browser, MIXED);
    const list = await streamText(page, bench, browser, LIST);
    const fence = await streamText(page, bench, browser, `\`\`\`python\n${CODE.repeat(SIZE)}`);
    const blocks = await growAlone(bench, 'blocks');
    const whole = await growAlone(bench, 'whole');
    const ratio = `react-markdown over the whole text ${mean(whole).toFixed(1)} ms, 1/${(mean(whole) / mean(blocks)).toFixed(1)}`;
    return [
      { name: 'markdown mean', value: mean(blocks), budget: 3, unit: 'ms', note: `script per update, alone; ${ratio}` },
      {
        name: 'markdown p95',
        value: percentile(blocks, 0.95),
        budget: 8,
        unit: 'ms',
        note: `largest of ${blocks.length} ${Math.max(...blocks).toFixed(1)} ms`,
      },
      {
        name: 'markdown in page p95',
        value: percentile(frames, 0.95),
        budget: 16.7,
        unit: 'ms',
        note: `all the main thread does per update at ${PER_SECOND} tokens/s, mean ${mean(frames).toFixed(1)} ms`,
      },
      smoothness('20 KB list', list.seen),
      smoothness('20 KB fence', fence.seen),
    ];
  });
}

/** The renderer alone in a page, as it was chosen: what each piece of text costs in script. */
async function growAlone({ letta }: Bench, renderer: 'blocks' | 'whole'): Promise<number[]> {
  return await withPage(async (page) => {
    await serveBenchPage(page, 'growing-markdown');
    await page.goto(`${letta.url}/growing-markdown?`);
    const text = repeatTo(SIZE, MIXED);
    return await page.evaluate(([whole, piece, how]) => window.growMarkdown(whole, piece, how), [
      text,
      // One update of a picture's length at 500 tokens/s.
      8 * PIECE,
      renderer,
    ] as const);
  });
}

function mean(costs: readonly number[]): number {
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

function repeatTo(size: number, text: string): string {
  return text.repeat(Math.ceil(size / text.length)).slice(0, size);
}

function smoothness(name: string, seen: FrameRecord): Figure {
  const longest = Math.max(...seen.longTasks.map(({ duration }) => duration), 0);
  const note = `one block, ${seen.longTasks.length} long tasks, longest ${longest} ms`;
  return { name, value: framesPerSecond(seen), budget: 30, bound: 'least', unit: 'fps', note };
}

async function streamText(page: Page, { letta }: Bench, browser: Browser, text: string) {
  const { say, transcript, stopButton } = simulatorOf(page);
  const before = await transcript.getByRole('article').count();
  const whole = repeatTo(SIZE, text);
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
