import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readStream } from './read-stream.ts';
import type { RunEvent } from './reduce-run.ts';

describe('readStream', () => {
  it('gives the same events however the bytes are cut', async () => {
    const bytes = recording('unicode-and-newlines-tokens');
    const whole = await eventsOf([bytes]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 40 }), async (cuts) => {
        expect(await eventsOf(cutAt(bytes, cuts))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('skips a frame it cannot read and goes on', async () => {
    const events = await eventsOf([
      encode('data: {"broken\n\ndata: {"message_type":"ping","id":"ping-1"}\n\ndata: [DONE]\n\n'),
    ]);
    expect(events.map((event) => event.type)).toEqual(['unreadable', 'message', 'done']);
  });

  it('reads the last-resort error form', async () => {
    const events = await eventsOf([encode('event: error\ndata: {"error":"boom","code":"INTERNAL_SERVER_ERROR"}\n\n')]);
    expect(events).toEqual([
      { type: 'message', message: { id: 'error', message_type: 'error_message', message: 'boom' } },
    ]);
  });

  it('throws when the connection breaks', async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error('reset')) });
    await expect(allOf(readStream(body))).rejects.toThrow('reset');
  });

  it.each([
    ['the pings of our own server do not hide that Letta is gone', ': ping\n\n', 15_000, 'The stream fell silent.'],
    [
      'the pings of a quiet run keep it',
      'data: {"message_type":"ping","id":"ping-1"}\n\n',
      20_000,
      'closed by the test',
    ],
  ])('%s', async (_name, frame, everyMs, end) => {
    vi.useFakeTimers();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encode('data: {"message_type":"ping","id":"ping-1"}\n\n'));
        setInterval(() => controller.enqueue(encode(frame)), everyMs);
        setTimeout(() => controller.error(new Error('closed by the test')), 600_000);
      },
      cancel: () => void vi.clearAllTimers(),
    });
    const reading = expect(allOf(readStream(body))).rejects.toThrow(end);
    await vi.advanceTimersByTimeAsync(600_000);
    await reading;
    vi.useRealTimers();
  });
});

function recording(name: string): Uint8Array {
  return readFileSync(new URL(`./recordings/${name}.sse`, import.meta.url));
}

async function eventsOf(chunks: Uint8Array[]): Promise<RunEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return (await allOf(readStream(body))).flat();
}

function cutAt(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const edges = [0, ...new Set(cuts), bytes.length].sort((left, right) => left - right);
  return edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
