import { type FrameRecord, installProbe, record } from './frame-probe.ts';
import { makeHistory } from './make-history.ts';
import type { Bench } from './open-bench-page.ts';
import { serveBenchPage } from './serve-bench-page.ts';
import type { TimedAnswer } from './start-long-letta.ts';
import { withPage } from './with-page.ts';

interface PlainOptions {
  rows: number;
  answer: TimedAnswer;
  seconds: number;
}

/** The same messages and the same stream in a plain list, for the ratio. Only the bench ever loads it. */
export async function measurePlainList({ letta }: Bench, options: PlainOptions): Promise<FrameRecord> {
  const { rows, answer, seconds } = options;
  const path = `/v1/agents/${await letta.createAgent(makeHistory(rows))}/messages`;
  return await withPage(async (page) => {
    await installProbe(page);
    await serveBenchPage(page, 'plain-list');
    await page.goto(`${letta.url}/plain-list?path=${encodeURIComponent(path)}`);
    await page.getByRole('listitem').last().waitFor({ timeout: 120_000 });
    letta.answerWith(answer);
    await page.getByRole('button', { name: 'Send' }).click();
    await page
      .getByText(/n\d+ n\d+/)
      .last()
      .waitFor({ timeout: 60_000 });
    return await record(page, seconds * 1000);
  });
}
