import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { streamBody } from './stream-body.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const signal = new AbortController().signal;

async function writeTo(source: PassThrough, text: string): Promise<void> {
  const seen = once(source, 'data');
  source.write(text);
  await seen;
}

describe('the comment after silence', () => {
  test.each([
    ['data: 1\n\n', true],
    ['data: 1\r\n\r\n', true],
    ['data: 1\r\r', true],
    ['data: 1\n', false],
    ['data: 1', false],
    ['data: 1\n\ndata: 2\n', false],
    ['\r\n', false],
  ])('after %j: %s', async (text, expected) => {
    const source = new PassThrough();
    const reader = streamBody(source, { signal, pingAfterMs: 15_000 }).getReader();
    await writeTo(source, text);
    await reader.read();
    vi.advanceTimersByTime(15_000);
    await writeTo(source, 'next');
    const { value } = await reader.read();
    expect(Buffer.from(value!).toString()).toBe(expected ? ': ping\n\n' : 'next');
  });

  test('a frame end that came in two chunks counts, and every chunk restarts the wait', async () => {
    const source = new PassThrough();
    const reader = streamBody(source, { signal, pingAfterMs: 15_000 }).getReader();
    for (const text of ['data: 1\r\n', '\r', '\n']) {
      vi.advanceTimersByTime(14_000);
      await writeTo(source, text);
      expect(Buffer.from((await reader.read()).value!).toString()).toBe(text);
    }
    vi.advanceTimersByTime(15_000);
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(': ping\n\n');
    vi.advanceTimersByTime(15_000);
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(': ping\n\n');
  });

  test('a reader that is behind gets none', async () => {
    const source = new PassThrough();
    const reader = streamBody(source, { signal, pingAfterMs: 15_000 }).getReader();
    await writeTo(source, `${'x'.repeat(70_000)}\n\n`);
    vi.advanceTimersByTime(60_000);
    await reader.read();
    source.end();
    expect((await reader.read()).done).toBe(true);
  });
});

test('an answer that is no stream breaks off after long silence', async () => {
  const source = new PassThrough();
  const reader = streamBody(source, { signal, idleMs: 300_000 }).getReader();
  vi.advanceTimersByTime(300_000);
  await expect(reader.read()).rejects.toThrow('The answer stopped.');
});

test('no timer is left when the source ends, fails or is left', async () => {
  for (const finish of [
    (source: PassThrough) => void source.end(),
    (source: PassThrough) => void source.destroy(new Error('reset')),
    (_: PassThrough, reader: ReadableStreamDefaultReader) => void reader.cancel(),
  ]) {
    const source = new PassThrough();
    const reader = streamBody(source, { signal, pingAfterMs: 15_000 }).getReader();
    const closed = new Promise((resolve) => source.once('close', resolve));
    finish(source, reader);
    await reader.read().catch(() => undefined);
    await closed;
    expect(vi.getTimerCount()).toBe(0);
  }
});
