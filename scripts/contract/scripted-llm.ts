import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScriptStep } from './recordings.ts';

/** An OpenAI-compatible endpoint that plays steps in order, cut into pieces as the recorded one did. */
export interface ScriptedLlm {
  /** For OPENAI_BASE_URL. */
  readonly url: string;
  /** What the next requests get, in this order; a last error is repeated, as the caller retries. */
  play(steps: ScriptStep[]): void;
  /** The chat requests since the last `play`. */
  requests(): Record<string, unknown>[];
  stop(): Promise<void>;
}

const MODELS = ['gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small'];
const FAKE_ERROR = { error: { message: 'fake error', type: 'x', code: null } };
const PIECE = 8;

/** Starts the endpoint on loopback. */
export async function startScriptedLlm(): Promise<ScriptedLlm> {
  let steps: ScriptStep[] = [];
  let requests: Record<string, unknown>[] = [];
  let answered = 0;
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    play(next) {
      steps = [...next];
      requests = [];
    },
    requests: () => requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readJson(incoming);
    if (incoming.url?.endsWith('/models')) {
      sendJson(outgoing, 200, {
        object: 'list',
        data: MODELS.map((id) => ({ id, object: 'model', max_model_len: 128_000 })),
      });
    } else if (incoming.url?.endsWith('/embeddings')) {
      sendJson(outgoing, 200, embed(body));
    } else {
      requests.push(body);
      const step = steps.length === 1 && steps[0]?.error ? steps[0] : steps.shift();
      answered += 1;
      await answer(
        outgoing,
        body,
        step ?? { error: 400, body: { error: { message: 'No step is left in the script.' } } },
        answered,
      );
    }
  }
}

async function answer(
  outgoing: ServerResponse,
  body: Record<string, unknown>,
  step: ScriptStep,
  number: number,
): Promise<void> {
  if (step.delay) await delay(step.delay * 1000);
  if (step.error) return sendJson(outgoing, step.error, step.body ?? FAKE_ERROR);
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = (choice: object | null, usage: object | null = null) =>
    outgoing.write(
      `data: ${JSON.stringify({
        id: `chatcmpl-${number}`,
        object: 'chat.completion.chunk',
        created: 1_795_313_467,
        model: body['model'],
        choices: choice ? [{ index: 0, finish_reason: null, ...choice }] : [],
        ...(usage ? { usage } : {}),
      })}\n\n`,
    );
  const size = step.chunk ?? PIECE;
  for (const delta of deltasOf(step, number, size)) {
    if (outgoing.destroyed) return;
    chunk({ delta });
    if (step.tick) await delay(step.tick * 1000);
  }
  if (step.abort || step.abort_in_tool) {
    outgoing.end();
    return;
  }
  chunk({ delta: {}, finish_reason: step.finish ?? (step.tools ? 'tool_calls' : 'stop') });
  chunk(null, usageOf(step));
  outgoing.end('data: [DONE]\n\n');
}

function* deltasOf(step: ScriptStep, number: number, size: number): Generator<object> {
  for (const piece of cut(step.reasoning ?? '', size)) yield { reasoning_content: piece };
  for (const piece of cut(step.text ?? '', size)) yield { content: piece };
  if (step.abort) return;
  for (const [index, tool] of (step.tools ?? []).entries()) {
    const text = typeof tool.args === 'string' ? tool.args : pythonJson(tool.args);
    yield {
      tool_calls: [
        { index, id: `call_${number}_${index}`, type: 'function', function: { name: tool.name, arguments: '' } },
      ],
    };
    const sent = step.abort_in_tool ? text.slice(0, text.length / 2) : text;
    for (const piece of cut(sent, size)) yield { tool_calls: [{ index, function: { arguments: piece } }] };
    if (step.abort_in_tool) return;
  }
}

function usageOf(step: ScriptStep): object {
  const prompt = step.prompt_tokens ?? 100;
  return {
    prompt_tokens: prompt,
    completion_tokens: 20,
    total_tokens: prompt + 20,
    prompt_tokens_details: { cached_tokens: 40 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** The recorded model wrote its arguments with a blank behind every colon and comma. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`)
    .join(', ')}}`;
}

function cut(text: string, size: number): string[] {
  // By characters, so that no emoji is cut in two.
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? [];
}

/** Any vector that is the same for the same text. */
function embed(body: Record<string, unknown>): object {
  const inputs = Array.isArray(body['input']) ? body['input'] : [body['input']];
  const data = inputs.map((text, index) => {
    const seed = [...String(text)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
    return {
      object: 'embedding',
      index,
      embedding: Array.from({ length: 1536 }, (_, at) => Math.sin(seed * (at + 1))),
    };
  });
  return { object: 'list', data, model: body['model'], usage: { prompt_tokens: 1, total_tokens: 1 } };
}

async function readJson(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}

function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(body));
}
