import { z } from 'zod';
import type { Ask } from './ask.ts';
import { type Finding, fail, fine, warn } from './check-result.ts';

/** What a turn tells: of its stream, and of runs in the background. */
export interface TurnFindings {
  streaming: Finding;
  background: Finding;
}

const PROMPT = 'Count from one to twenty, in words.';
const LONG_MS = 250;
/** Of a whole turn, how little may lie between its first and its last piece before it counts as held back. */
const HELD_BACK = 0.05;

/**
 * Makes a hidden agent for a moment, lets it say one thing, and looks at how that arrives. The agent is deleted
 * whatever happens. It costs one call of the model.
 */
export async function checkTurn(ask: Ask, model: string): Promise<TurnFindings> {
  const made = await ask({
    method: 'POST',
    path: '/v1/agents/',
    body: {
      ...{ name: 'Connection check', model, agent_type: 'letta_v1_agent', hidden: true, include_base_tools: false },
      ...{ tags: ['letta-ade-check'], memory_blocks: [] },
    },
  });
  const agent = z.looseObject({ id: z.string() }).safeParse(await made.json().catch(() => null));
  if (!agent.success) {
    const problem = fail(
      'no-agent',
      `No agent could be made for the check (HTTP ${made.status}).`,
      'Try another model.',
    );
    return { streaming: problem, background: problem };
  }
  const path = `/v1/agents/${encodeURIComponent(agent.data.id)}`;
  try {
    const background = await checkBackground(ask, path);
    return { background, streaming: await checkStreaming(ask, path) };
  } finally {
    await ask({ method: 'DELETE', path }).catch(() => undefined);
  }
}

async function checkBackground(ask: Ask, agent: string): Promise<Finding> {
  const answer = await ask({
    method: 'POST',
    path: `${agent}/messages`,
    body: say({ background: true }),
    isTurn: true,
  });
  // It is read to its end: a turn of the same agent follows.
  const text = await answer.text();
  if (answer.status === 503)
    return warn(
      'no-redis',
      'No runs in the background: the server has no Redis. After a cut a turn is read from its history instead.',
      'Start it with LETTA_REDIS_HOST to have cut streams go on where they stopped.',
    );
  if (answer.status >= 400)
    return fail('turn-failed', `A run in the background failed (HTTP ${answer.status}).`, 'See the server log.');
  return explainEnd(text) ?? fine('Runs in the background work: a cut stream goes on where it stopped.');
}

async function checkStreaming(ask: Ask, agent: string): Promise<Finding> {
  const started = performance.now();
  const answer = await ask({ method: 'POST', path: `${agent}/messages`, body: say({}), isTurn: true });
  if (answer.status >= 400 || !answer.body)
    return fail(
      'turn-failed',
      `A turn failed (HTTP ${answer.status}).`,
      'See the server log and the key of the model.',
    );
  const at: number[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body) {
    at.push(performance.now() - started);
    text += decoder.decode(chunk as Uint8Array, { stream: true });
  }
  return explainEnd(text) ?? judgeTimes(at, text);
}

function judgeTimes(at: number[], text: string): Finding {
  const first = Math.round(at[0] ?? 0);
  const last = at.at(-1) ?? 0;
  const frames = text.split(/\r?\n\r?\n/).filter((frame) => frame.startsWith('data:')).length;
  if (frames > 5 && last > LONG_MS && last - first < last * HELD_BACK) {
    return fail(
      'buffered',
      `All of a turn arrives at once, after ${first} ms: something in between holds it back.`,
      'Switch buffering off in the reverse proxy (nginx: proxy_buffering off; also no gzip of text/event-stream).',
    );
  }
  return fine(`A turn streams: its first piece came after ${first} ms, the last after ${Math.round(last)} ms.`);
}

function explainEnd(text: string): Finding | null {
  const message = /"message_type": ?"error_message".*?"message": ?"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  if (message)
    return fail(
      'turn-failed',
      `The model gave no answer: ${message.slice(0, 300)}`,
      'Check its key, or choose another.',
    );
  if (/"stop_reason"|\[DONE\]/.test(text)) return null;
  return fail(
    'cut',
    'The stream ends before the turn does.',
    'Look at the limits of the reverse proxy on long answers (nginx: proxy_read_timeout).',
  );
}

function say(options: { background?: boolean }) {
  return { messages: [{ role: 'user', content: PROMPT }], streaming: true, stream_tokens: true, ...options };
}
