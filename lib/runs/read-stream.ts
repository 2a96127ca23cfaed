import { createParser } from 'eventsource-parser';
import type { LettaMessage } from './letta-message.ts';
import type { RunEvent } from './reduce-run.ts';

interface ReadOptions {
  /** Characters of one event; a longer one cannot be read, and ends the reading. */
  maxEvent?: number;
  /** The stream counts as broken when Letta says nothing for this long, in milliseconds. Three of its pings fit in. */
  silenceMs?: number;
  /** Ends the reading, without an error. */
  signal?: AbortSignal;
}

const MAX_EVENT = 16 * 1024 * 1024;
const SILENCE_MS = 65_000;
const KEPT_OF_UNREADABLE = 2_048;
/** What our own server writes into a quiet stream: it tells nothing about the Letta server behind it. */
const OWN_PINGS = /^(: ping\n\n)+$/;

/**
 * The events of a Letta stream, in batches as they arrive. A frame that cannot be read becomes an `unreadable`
 * event and the rest goes on. It ends when the body does; it throws when the connection breaks, falls silent, or
 * sends one event without end.
 */
export async function* readStream(
  body: ReadableStream<Uint8Array>,
  { maxEvent = MAX_EVENT, silenceMs = SILENCE_MS, signal }: ReadOptions = {},
): AsyncGenerator<RunEvent[]> {
  const decoder = new TextDecoder();
  let batch: RunEvent[] = [];
  let overflow: Error | null = null;
  const parser = createParser({
    maxBufferSize: maxEvent,
    onEvent: ({ data }) => batch.push(toEvent(data)),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') overflow = error;
      else batch.push(unreadable(error.line ?? error.message));
    },
  });
  const reader = body.getReader();
  // The connection is not wanted any more. What was being read ends.
  const leave = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', leave, { once: true });
  let deadline = performance.now() + silenceMs;
  try {
    for (;;) {
      const { done, value } = await readBefore(deadline, reader);
      if (signal?.aborted) return;
      if (done) break;
      const text = decoder.decode(value, { stream: true });
      if (!OWN_PINGS.test(text)) deadline = performance.now() + silenceMs;
      parser.feed(text);
      if (batch.length > 0) yield batch;
      batch = [];
      if (overflow) throw overflow;
    }
    parser.reset({ consume: true });
    if (batch.length > 0) yield batch;
  } finally {
    signal?.removeEventListener('abort', leave);
    leave();
  }
}

async function readBefore(deadline: number, reader: ReadableStreamDefaultReader<Uint8Array>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The stream fell silent.')), deadline - performance.now());
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

function toEvent(data: string): RunEvent {
  if (data === '[DONE]') return { type: 'done' };
  try {
    const parsed: unknown = JSON.parse(data);
    return toMessageEvent(parsed, data);
  } catch {
    return unreadable(data);
  }
}

function unreadable(text: string): RunEvent {
  return { type: 'unreadable', text: text.slice(0, KEPT_OF_UNREADABLE) };
}

function toMessageEvent(parsed: unknown, data: string): RunEvent {
  if (typeof parsed !== 'object' || parsed === null) return unreadable(data);
  if ('message_type' in parsed && typeof parsed.message_type === 'string') {
    const id = 'id' in parsed && typeof parsed.id === 'string' ? parsed.id : parsed.message_type;
    return { type: 'message', message: { ...parsed, id, message_type: parsed.message_type } satisfies LettaMessage };
  }
  // The last-resort form of the original's outermost layer: {"error": "...", "code": "..."}.
  if ('error' in parsed)
    return { type: 'message', message: { id: 'error', message_type: 'error_message', message: String(parsed.error) } };
  return unreadable(data);
}
