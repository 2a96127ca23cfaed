import { median } from '#scripts/bench/percentile.ts';
import type { ServerFigure } from './server-figure.ts';
import type { Send, TimedAnswer } from './timed-client.ts';

const TOKENS = 20_000;

/** Streams of an agent whose model answers at once: the time to the first token, and how fast tokens are handed on. */
export async function measureStreams(send: Send): Promise<ServerFigure[]> {
  const remote = await newAgent(send, 'openai-proxy/gpt-4o-mini');
  const inProcess = await newAgent(send, 'demo/scripted');
  const blocking = async () => await ask(send, remote, { content: 'tokens: 5', isStream: false });
  const first = async (agent: string, content: string) =>
    median(await samples(12, async () => (await ask(send, agent, { content })).firstTokenMs));
  await blocking();
  const rate = async (isBackground: boolean) =>
    median(
      await samples(4, async () => {
        const agent = await newAgent(send, 'openai-proxy/gpt-4o-mini');
        const answer = await ask(send, agent, { content: `tokens: ${TOKENS}`, isBackground });
        return answer.frames / ((answer.totalMs - answer.firstTokenMs) / 1_000);
      }),
    );
  const blockingMs = median(await samples(30, async () => (await blocking()).totalMs));
  return [
    { name: 'blocking send', value: blockingMs, unit: 'ms', budget: null, original: 260.7 },
    {
      name: 'first token, model in this process',
      value: await first(inProcess, 'Hi'),
      unit: 'ms',
      budget: 10,
      original: null,
    },
    {
      name: 'first token, model behind HTTP',
      value: await first(remote, 'tokens: 200'),
      unit: 'ms',
      budget: 20,
      original: 132.4,
    },
    { name: 'stream, foreground', value: await rate(false), unit: 'events/s', budget: 20_000, original: 2_930 },
    { name: 'stream, background', value: await rate(true), unit: 'events/s', budget: 10_000, original: 2_604 },
    ...(await measureResume(send, remote)),
  ];
}

/** Every frame of a background run can be read again. */
async function measureResume(send: Send, agent: string): Promise<ServerFigure[]> {
  const answer = await ask(send, agent, { content: `tokens: ${TOKENS}`, isBackground: true });
  const run = /"run_id":"(run-[0-9a-f-]+)"/.exec(answer.text)?.[1];
  // The first frame is a ping, which was not asked for.
  const again = await send('POST', `/v1/runs/${run}/stream`, { starting_after: 1 });
  if (again.text !== answer.text) throw new Error('The stream read again is not the stream that was read.');
  const perSecond = again.frames / (again.totalMs / 1_000);
  return [{ name: 'stream, read again', value: perSecond, unit: 'events/s', budget: null, original: null }];
}

async function newAgent(send: Send, model: string): Promise<string> {
  const { text } = await send('POST', '/v1/agents/', { model, include_base_tools: false });
  return (JSON.parse(text) as { id: string }).id;
}

async function ask(
  send: Send,
  agent: string,
  { content, isStream = true, isBackground = false }: { content: string; isStream?: boolean; isBackground?: boolean },
): Promise<TimedAnswer> {
  const body = { messages: [{ role: 'user', content }], streaming: isStream };
  const stream = { stream_tokens: true, background: isBackground, include_pings: false };
  return await send('POST', `/v1/agents/${agent}/messages`, isStream ? { ...body, ...stream } : body);
}

async function samples(times: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let index = 0; index < times; index += 1) values.push(await measure());
  return values;
}
