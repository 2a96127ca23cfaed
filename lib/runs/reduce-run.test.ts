import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readStream } from './read-stream.ts';
import { endRun, readError, reduceRun } from './reduce-run.ts';
import { IDLE_RUN, type RunState } from './run-state.ts';
import { toTranscript } from './to-transcript.ts';

const SENDING: RunState = { ...IDLE_RUN, status: 'sending' };

async function play(name: string): Promise<RunState> {
  const bytes = readFileSync(new URL(`./recordings/${name}.sse`, import.meta.url));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const events = (await allOf(readStream(body))).flat();
  return endRun(events.reduce(reduceRun, SENDING), 1);
}

describe('a recorded stream', () => {
  it('joins the deltas of parallel tool calls and pairs their returns', async () => {
    const run = await play('parallel-tools-tokens');
    const tools = toTranscript(run.messages).items.filter((item) => item.kind === 'tool');
    expect(run.status).toBe('finished');
    expect(tools.length).toBeGreaterThan(1);
    for (const tool of tools) {
      expect(() => JSON.parse(tool.arguments)).not.toThrow();
      expect(tool.result?.tool_call_id).toBe(tool.callId);
    }
  });

  it('waits for approval, with every requested call told apart', async () => {
    const run = await play('approval-mixed-parallel-request-tokens');
    expect(run.status).toBe('waiting-for-approval');
    const calls = toTranscript(run.messages).items.filter((item) => item.kind === 'tool');
    expect(new Set(calls.map((call) => call.callId)).size).toBe(calls.length);
  });

  it('fails with the words of the provider', async () => {
    const run = await play('llm-error-401-tokens');
    expect(run.status).toBe('failed');
    expect(run.error?.title).toBe('The model provider refused the key');
    expect(run.error?.details).toContain('UNAUTHENTICATED');
  });

  it('is stopped, not broken off, when it was cancelled without an end marker', async () => {
    expect((await play('cancel-in-step-2-tokens')).status).toBe('stopped');
  });

  it('reads whole messages as well as deltas', async () => {
    const run = await play('reasoning-text-tool-text-steps');
    const kinds = toTranscript(run.messages).items.map((item) => item.kind);
    expect(run.status).toBe('finished');
    expect(kinds).toContain('reasoning');
    expect(kinds.at(-1)).toBe('assistant');
    expect(run.usage?.steps).toBe(2);
  });

  it('keeps emoji and line breaks', async () => {
    const run = await play('unicode-and-newlines-tokens');
    const text = toTranscript(run.messages)
      .items.flatMap((item) => (item.kind === 'assistant' ? [item.text] : []))
      .join('');
    expect(text).toMatch(/\p{Emoji_Presentation}/u);
    expect(text).toContain('\n');
  });
});

describe('reduceRun', () => {
  const message = (fields: Record<string, unknown>) => ({
    type: 'message' as const,
    message: { id: 'message-1', message_type: 'assistant_message', ...fields },
  });

  it('takes the run id from the first event that has one', () => {
    const run = reduceRun(SENDING, message({ message_type: 'ping', run_id: 'run-1' }));
    expect(run).toMatchObject({ status: 'streaming', runId: 'run-1', messages: [] });
  });

  it('tells parts of one stored message apart by their otid', () => {
    const first = reduceRun(SENDING, message({ message_type: 'reasoning_message', otid: '00', reasoning: 'a' }));
    const second = reduceRun(first, message({ otid: '01', content: 'b' }));
    expect(second.messages.map((each) => each.message_type)).toEqual(['reasoning_message', 'assistant_message']);
  });

  it('keeps a message of an unknown type as a raw row', () => {
    const run = reduceRun(SENDING, message({ message_type: 'hologram_message', colour: 'blue' }));
    expect(toTranscript(run.messages).items[0]).toMatchObject({ kind: 'raw', source: { colour: 'blue' } });
  });

  it('keeps what it cannot read', () => {
    expect(reduceRun(SENDING, { type: 'unreadable', text: '{"br' }).unreadable).toEqual(['{"br']);
  });

  it.each([
    ['end_turn', 'finished'],
    ['max_steps', 'finished'],
    ['something_new', 'finished'],
    ['cancelled', 'stopped'],
    ['requires_approval', 'waiting-for-approval'],
    ['error', 'failed'],
    [null, 'streaming'],
  ])('ends with stop reason %s as %s', (stopReason, status) => {
    expect(endRun({ ...SENDING, status: 'streaming', stopReason }, 1).status).toBe(status);
  });
});

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('the error of a stream', () => {
  it.each([
    [
      'internal_error',
      'CONTEXT_WINDOW_EXCEEDED: Bad request to OpenAI (context window exceeded)',
      'The context window is full',
    ],
    ['llm_authentication', 'UNAUTHENTICATED: Error code: 401', 'The model provider refused the key'],
    ['internal_error', 'Something else', 'The turn failed'],
  ])('%s with %s says what is the matter', (type, detail, title) => {
    const error = readError({ error_type: type, message: 'An error occurred during agent execution.', detail });
    expect(error).toMatchObject({ title, details: detail });
  });
});
