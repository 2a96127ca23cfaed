import { createAdeApi, lettaPath } from '#e2e/ade-api.ts';
import { startScriptedProvider } from '#e2e/scripted-provider.ts';
import { startAde } from '#e2e/start-ade.ts';
import { createAgent } from './create-agent.ts';
import type { Figure } from './figure.ts';
import { median } from './percentile.ts';
import { readEventStream } from './read-event-stream.ts';

const WARM_UPS = 5;
const ROUNDS = 20;

/** From sending a message to the first token on the embedded server, with a model that answers at once. */
export async function measureFirstToken(): Promise<Figure[]> {
  const provider = await startScriptedProvider();
  provider.script('bench', [{ text: 'Hello there, this is an instant answer.' }]);
  const ade = await startAde({ env: { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: 'sk-bench' } });
  try {
    const api = createAdeApi(ade.url);
    const models = await api.get<{ handle: string }[]>(lettaPath('/models/'));
    const handle = models.map((model) => model.handle).find((name) => name.endsWith(provider.model));
    const url = ade.url + lettaPath(`/agents/${await createAgent(api, handle)}/messages`);
    const delays: number[] = [];
    for (let round = 0; round < WARM_UPS + ROUNDS; round += 1) delays.push(await sendOnce(url));
    const note = `send to first assistant token, median of ${ROUNDS}`;
    return [{ name: 'first token', value: median(delays.slice(WARM_UPS)), budget: 30, unit: 'ms', note }];
  } finally {
    await ade.dispose();
    await provider.stop();
  }
}

async function sendOnce(url: string): Promise<number> {
  const sentAt = performance.now();
  let delay = Number.NaN;
  await readEventStream({
    url,
    body: { messages: [{ role: 'user', content: 'bench' }], streaming: true, stream_tokens: true },
    onFrame: (data, arrivedAt) => {
      if (Number.isNaN(delay) && data.includes('"assistant_message"')) delay = arrivedAt - sentAt;
    },
  });
  if (Number.isNaN(delay)) throw new Error('The stream ended without an assistant message.');
  return delay;
}
