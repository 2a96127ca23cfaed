import type { Page } from '@playwright/test';
import { simulatorOf } from '#e2e/panels/simulator.ts';
import type { Figure } from './figure.ts';
import { type FrameRecord, framesPerSecond, paintDelays, record } from './frame-probe.ts';
import { measurePlainList } from './measure-plain-list.ts';
import { type Bench, loadAll, openAgent } from './open-bench-page.ts';
import { percentile } from './percentile.ts';
import type { TimedAnswer } from './start-long-letta.ts';
import { withPage } from './with-page.ts';

const ROWS = 10_000;
const SECONDS = 10;
const STREAMED = /n\d+ n\d+/;

/** A transcript of 10,000 rows while its last row grows, followed at the bottom and read further up. */
export async function measureGrowingRow(bench: Bench): Promise<Figure[]> {
  return await withPage(async (page) => {
    await openAgent(page, bench, ROWS);
    await loadAll(page, ROWS);
    const idle = await record(page, 3000);
    const followed = await grow(page, bench, 200);
    const above = await grow(page, bench, 200, { readAbove: true });
    const fast = await grow(page, bench, 1000);
    const plain = await measurePlainList(bench, { rows: ROWS, answer: numberedTokens(200), seconds: SECONDS });
    const idleNote = `idle page ${framesPerSecond(idle).toFixed(1)} fps`;
    return [
      ...speedFigures('200/s', followed, { plain, idleNote }),
      {
        name: '200/s bottom gap',
        value: Math.max(...followed.pictures.map(({ gap }) => Math.abs(Math.round(gap)))),
        budget: 0,
        unit: 'px',
        note: 'largest in any picture while following',
      },
      {
        name: '200/s drift above',
        value: Math.max(...above.pictures.map(({ drift }) => Math.round(drift))),
        budget: 0,
        unit: 'px',
        note: 'of the row in the middle, scrolled up by 3,000 px',
      },
      longTasks('1000/s long tasks', fast, `${framesPerSecond(fast).toFixed(1)} fps`),
    ];
  });
}

interface Compared {
  plain: FrameRecord;
  idleNote: string;
}

function speedFigures(name: string, seen: FrameRecord, { plain, idleNote }: Compared): Figure[] {
  const fps = framesPerSecond(seen);
  const plainFps = framesPerSecond(plain);
  const delay = percentile(paintDelays(seen), 0.95);
  const plainDelay = percentile(paintDelays(plain), 0.95);
  const ratio = `plain map() ${plainFps.toFixed(1)} fps, 1/${(fps / plainFps).toFixed(1)}`;
  return [
    // A clock of 16.7 ms and a second that is cut somewhere: 59.5 is every picture.
    { name: `${name} fps`, value: fps, budget: 59.5, bound: 'least', unit: 'fps', note: `${idleNote}; ${ratio}` },
    longTasks(`${name} long tasks`, seen, `plain map() ${countLong(plain)}`),
    {
      name: `${name} paint p95`,
      value: delay,
      budget: 25,
      unit: 'ms',
      note: `arrival to picture, median ${percentile(paintDelays(seen), 0.5).toFixed(1)}; plain map() ${plainDelay.toFixed(0)} ms, ${(plainDelay / delay).toFixed(1)} times`,
    },
  ];
}

function longTasks(name: string, seen: FrameRecord, note: string): Figure {
  const details = seen.longTasks.map(({ at, duration }) => `${duration} ms at ${Math.round(at)} ms`);
  return {
    name,
    value: countLong(seen),
    budget: 0,
    unit: 'tasks',
    note: `over 50 ms in ${SECONDS} s; ${note}`,
    details,
  };
}

function countLong({ longTasks: tasks }: FrameRecord): number {
  return tasks.filter(({ duration }) => duration > 50).length;
}

/** One turn at so many tokens a second, recorded while it streams. */
async function grow(
  page: Page,
  { letta }: Bench,
  perSecond: number,
  { readAbove = false }: { readAbove?: boolean } = {},
): Promise<FrameRecord> {
  const { say, transcript, composer, stopButton } = simulatorOf(page);
  letta.answerWith(numberedTokens(perSecond));
  await say('Go on.');
  await transcript.getByText(STREAMED).last().waitFor();
  const seen = await record(page, async () => {
    if (readAbove) {
      await transcript.evaluate((element) => element.scrollBy(0, -3000));
      await page.waitForTimeout(1000);
      await page.evaluate(() => window.benchProbe.hold());
    }
    await page.waitForTimeout(SECONDS * 1000);
  });
  await stopButton.waitFor({ state: 'detached' });
  await composer.focus();
  if (readAbove) await simulatorOf(page).panel.getByRole('button', { name: 'Latest' }).click();
  await page.waitForTimeout(1000);
  return seen;
}

/** `n0 n1 n2 …`, a paragraph every 50 words. */
function numberedTokens(perSecond: number): TimedAnswer {
  const frames = Array.from({ length: perSecond * (SECONDS + 4) }, (_, index) => ({
    message_type: 'assistant_message',
    content: `n${index}${index % 50 === 49 ? '.\n\n' : ' '}`,
  }));
  return { frames, perSecond };
}
