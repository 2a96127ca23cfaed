import { createParser } from 'eventsource-parser';
import type { LettaMessage } from './letta-message.ts';
import type { RunEvent } from './reduce-run.ts';

/**
 * The events of a Letta stream, in batches as they arrive. A frame that cannot be read becomes an `unreadable`
 * event and the rest goes on. It ends when the body does; it throws when the connection breaks.
 */
export async function* readStream(body: ReadableStream<Uint8Array>): AsyncGenerator<RunEvent[]> {
  const decoder = new TextDecoder();
  let batch: RunEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => batch.push(toEvent(data)),
    onError: () => batch.push({ type: 'unreadable' }),
  });
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parser.feed(decoder.decode(value, { stream: true }));
      if (batch.length > 0) yield batch;
      batch = [];
    }
    parser.reset({ consume: true });
    if (batch.length > 0) yield batch;
  } finally {
    // The reader may be left early, by an abort: the connection is not wanted any more.
    reader.cancel().catch(() => undefined);
  }
}

function toEvent(data: string): RunEvent {
  if (data === '[DONE]') return { type: 'done' };
  try {
    const parsed: unknown = JSON.parse(data);
    return toMessageEvent(parsed);
  } catch {
    return { type: 'unreadable' };
  }
}

function toMessageEvent(parsed: unknown): RunEvent {
  if (typeof parsed !== 'object' || parsed === null) return { type: 'unreadable' };
  if ('message_type' in parsed && typeof parsed.message_type === 'string') {
    const id = 'id' in parsed && typeof parsed.id === 'string' ? parsed.id : parsed.message_type;
    return { type: 'message', message: { ...parsed, id, message_type: parsed.message_type } satisfies LettaMessage };
  }
  // The last-resort form of the original's outermost layer: {"error": "...", "code": "..."}.
  if ('error' in parsed)
    return { type: 'message', message: { id: 'error', message_type: 'error_message', message: String(parsed.error) } };
  return { type: 'unreadable' };
}
