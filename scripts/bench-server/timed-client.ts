import { Agent, request } from 'node:http';
import { median, percentile } from '#scripts/bench/percentile.ts';

/** One answer, and when it came. Times are milliseconds since the request was sent. */
export interface TimedAnswer {
  status: number;
  text: string;
  bytes: number;
  totalMs: number;
  /** When the first frame of a token came; NaN when none did. */
  firstTokenMs: number;
  /** How many frames a stream had. */
  frames: number;
}

export type Send = (method: string, path: string, body?: unknown) => Promise<TimedAnswer>;

/** What a request took at the 50th and the 95th percentile. */
export interface Timing {
  p50: number;
  p95: number;
  bytes: number;
}

const TOKEN_FRAME = /"message_type":"(?:assistant|reasoning)_message"/;

/** A client with one connection that stays open, as the real server was measured with. */
export function createTimedClient(url: string): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send: Send = (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const started = performance.now();
      const headers = {
        'x-stainless-package-version': '1.12.1',
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      };
      const outgoing = request(url + path, { method, agent, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        let firstTokenMs = Number.NaN;
        let frames = 0;
        incoming.on('data', (chunk: Buffer) => {
          if (Number.isNaN(firstTokenMs) && TOKEN_FRAME.test(chunk.toString('latin1')))
            firstTokenMs = performance.now() - started;
          frames += countFrames(chunk);
          chunks.push(chunk);
        });
        incoming.on('error', reject);
        incoming.on('end', () => {
          const totalMs = performance.now() - started;
          const answer = Buffer.concat(chunks);
          const status = incoming.statusCode ?? 0;
          resolve({ status, text: answer.toString(), bytes: answer.length, totalMs, firstTokenMs, frames });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  return { send: checked(send), close: () => agent.destroy() };
}

/** Sends the same kind of request again and again. */
export async function repeat(times: number, one: (index: number) => Promise<TimedAnswer>): Promise<Timing> {
  const answers: TimedAnswer[] = [];
  for (let index = 0; index < times; index += 1) answers.push(await one(index));
  const samples = answers.map(({ totalMs }) => totalMs);
  return { p50: median(samples), p95: percentile(samples, 0.95), bytes: answers.at(-1)?.bytes ?? 0 };
}

/** A figure of requests that failed would be a figure of nothing. */
function checked(send: Send): Send {
  return async (method, path, body) => {
    const answer = await send(method, path, body);
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  };
}

function countFrames(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf('\n\n'); at !== -1; at = chunk.indexOf('\n\n', at + 2)) count += 1;
  return count;
}
