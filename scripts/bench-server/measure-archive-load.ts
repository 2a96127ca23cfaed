import type { Ade } from '#e2e/start-ade.ts';
import { residentKilobytes } from '#scripts/bench/measure-idle-memory.ts';
import { median } from '#scripts/bench/percentile.ts';
import type { ServerFigure } from './server-figure.ts';
import { createTimedClient } from './timed-client.ts';

const ROUNDS = 5;
const SEARCHES = 8;
const COUNT_TO = 60;
const GAP_BUDGET_MS = 50;
const MEMORY_BUDGET_MB = 250;

/** What searching an archive costs the rest of the server: begun before the first search, measured after the others. */
export function startArchiveLoad(server: Ade) {
  const before = residentKilobytes(server.pid());
  return {
    measure: async (search: () => Promise<unknown>, size: number): Promise<ServerFigure[]> => {
      const [quiet, busy]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        quiet.push(await longestGap(server, async () => undefined));
        busy.push(
          await longestGap(server, async () => {
            for (let one = 0; one < SEARCHES; one += 1) await search();
          }),
        );
      }
      const count = size.toLocaleString('en-US');
      const more = (residentKilobytes(server.pid()) - before) / 1_024;
      return [
        {
          name: `longest gap of a stream beside searches, of ${count}`,
          value: median(busy),
          unit: 'ms',
          budget: GAP_BUDGET_MS,
          original: null,
          note: `without searches ${median(quiet).toFixed(1)} ms`,
        },
        { name: `memory of the index, of ${count}`, value: more, unit: 'MB', budget: MEMORY_BUDGET_MB, original: null },
      ];
    },
  };
}

/** The longest time between two tokens of a stream of the model in the server, while something else goes on. */
async function longestGap(server: Ade, work: () => Promise<void>): Promise<number> {
  const { send, close } = createTimedClient(server.url);
  const made = await send('POST', '/v1/agents/', { model: 'demo/scripted', include_base_tools: false });
  const { id } = JSON.parse(made.text) as { id: string };
  const response = await fetch(`${server.url}/v1/agents/${id}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-stainless-package-version': '1.12.1' },
    body: JSON.stringify({
      messages: [{ role: 'user', content: `Count to ${COUNT_TO}` }],
      streaming: true,
      stream_tokens: true,
    }),
  });
  if (!response.ok || !response.body) throw new Error(`The stream was refused with ${response.status}.`);
  const working = work();
  let longest = 0;
  let last: number | null = null;
  let tokens = 0;
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const more = piece.split('"message_type":"assistant_message"').length - 1;
    if (more === 0) continue;
    const now = performance.now();
    if (last !== null) longest = Math.max(longest, now - last);
    last = now;
    tokens += more;
  }
  await working;
  close();
  if (tokens < COUNT_TO) throw new Error(`The stream had only ${tokens} tokens.`);
  return longest;
}
