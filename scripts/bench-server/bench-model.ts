import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from '#server/listen.ts';

const DIMENSION = 1_536;

/** An OpenAI-compatible endpoint that answers at once: a message `tokens: 200` gets 200 pieces in one write. */
export async function startBenchModel(): Promise<{ url: string; close(): Promise<void> }> {
  const listening = await listen({ host: '127.0.0.1', port: 0, command: 'npm run bench:server' });
  listening.server.on('request', (incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  return { url: `http://127.0.0.1:${listening.port}/v1`, close: listening.close };
}

/** A vector of the endpoint's embedding model. */
export function vectorOf(seed: number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSION }, (_, index) => Math.sin(seed * 31 + index));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  if (incoming.url?.endsWith('/models')) {
    const data = ['gpt-4o-mini', 'text-embedding-3-small'].map((id) => ({ id, object: 'model' }));
    sendJson(outgoing, { object: 'list', data });
  } else if (incoming.url?.endsWith('/embeddings')) {
    const { input } = JSON.parse(body) as { input: string[] };
    const data = input.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: [...vectorOf(text.length)],
    }));
    sendJson(outgoing, { object: 'list', data, model: 'text-embedding-3-small', usage: { total_tokens: 1 } });
  } else {
    const wanted = [...body.matchAll(/tokens: (\d+)/g)].at(-1)?.[1];
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    outgoing.end(completion(Number(wanted ?? 1)));
  }
}

function completion(tokens: number): string {
  const chunk = (choice: object) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini', choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`;
  return `${chunk({ delta: { content: 'word' } }).repeat(tokens)}${chunk({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`;
}

function sendJson(outgoing: ServerResponse, value: unknown): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(value));
}
