import { simulatorOf } from '#e2e/panels/simulator.ts';
import type { Figure } from './figure.ts';
import { type Bench, openAgent } from './open-bench-page.ts';
import { withPage } from './with-page.ts';

const SIZE = 5 * 1024 * 1024;
const WORD = 'bench-return ';

/** From sending a tool's return of 5 MB to its text on screen, its row being open. */
export async function measureToolReturn(bench: Bench): Promise<Figure[]> {
  return await withPage(async (page) => {
    await openAgent(page, bench, 100);
    const { say, toolCall, transcript } = simulatorOf(page);
    const call = { tool_call_id: 'call-live', name: 'read_all', arguments: '{}' };
    const result = { tool_call_id: 'call-live', status: 'success', tool_return: WORD.repeat(SIZE / WORD.length) };
    const frames = [
      { message_type: 'tool_call_message', otid: 'otid-live-call', tool_call: call },
      { message_type: 'tool_return_message', otid: 'otid-live-return', ...result, tool_returns: [result] },
      { message_type: 'assistant_message', content: 'Read.' },
    ];
    bench.letta.answerWith({ frames, perSecond: 0.5 });
    await say('Read it all.');
    await toolCall('read_all').click();
    await transcript.getByText('Arguments').waitFor();
    const shown = await page.waitForFunction((word) => {
      const texts = [...document.querySelectorAll('[aria-label="Transcript"] pre')];
      const isShown = texts.some((text) => text.textContent.startsWith(word));
      return isShown ? performance.timeOrigin + performance.now() : 0;
    }, WORD);
    const sentAt = bench.letta.sentAt()[1] ?? Number.NaN;
    const value = ((await shown.jsonValue()) - sentAt) / 1000;
    return [{ name: '5 MB return', value, budget: 1, unit: 's', note: 'sent by the server to text on screen' }];
  });
}
