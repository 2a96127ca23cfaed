import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '#lib/letta/describe-failure.ts';
import { createRunStore, type RunPorts } from './run-store.ts';

/** A server whose stream the test writes. */
function setUp(overrides: Partial<RunPorts> = {}) {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const ports = {
    open: vi.fn(async () => new ReadableStream<Uint8Array>({ start: (controller) => void streams.push(controller) })),
    cancel: vi.fn(async () => undefined),
    onServerChange: vi.fn<RunPorts['onServerChange']>(),
    schedule: (flush: () => void) => flush(),
    ...overrides,
  };
  const store = createRunStore(ports);
  const say = (message: Record<string, unknown>) =>
    streams.at(-1)?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(message)}\n\n`));
  const until = (status: string) => vi.waitUntil(() => store.getState().run.status === status);
  return {
    store,
    ports,
    say,
    until,
    end: () => streams.at(-1)?.close(),
    cut: () => streams.at(-1)?.error(new Error('reset')),
  };
}

const PING = { message_type: 'ping', id: 'ping-1', run_id: 'run-1' };

describe('the run store', () => {
  it('sends once and shows what comes', async () => {
    const { store, ports, say, until, end } = setUp();
    expect(await store.getState().send('user', 'hi')).toBe(true);
    expect(await store.getState().send('user', 'again')).toBe(false);
    say(PING);
    say({ message_type: 'assistant_message', id: 'message-1', otid: 'o', run_id: 'run-1', content: 'Hel' });
    say({ message_type: 'assistant_message', id: 'message-1', otid: 'o', run_id: 'run-1', content: 'lo' });
    say({ message_type: 'stop_reason', stop_reason: 'end_turn' });
    end();
    await until('finished');
    expect(store.getState().run.messages).toMatchObject([{ content: 'Hello' }]);
    expect(store.getState().run.sent).toMatchObject({ content: 'hi' });
    expect(ports.open).toHaveBeenCalledTimes(1);
    expect(ports.onServerChange).toHaveBeenLastCalledWith('end');
  });

  it('says that the text did not arrive when the server refuses it', async () => {
    const { store } = setUp({ open: async () => Promise.reject(new RequestError(409, { detail: 'CONFLICT: busy' })) });
    expect(await store.getState().send('user', 'hi')).toBe(false);
    expect(store.getState().run).toMatchObject({
      status: 'failed',
      sent: null,
      error: { status: 409, message: 'busy' },
    });
  });

  it.each(['cut', 'end'] as const)('is interrupted, not finished, when the stream breaks off (%s)', async (way) => {
    const harness = setUp();
    await harness.store.getState().send('user', 'hi');
    harness.say(PING);
    harness.say({ message_type: 'assistant_message', id: 'message-1', otid: 'o', content: 'Hal' });
    await harness.until('streaming');
    harness[way]();
    await harness.until('interrupted');
    expect(harness.store.getState().run.messages).toMatchObject([{ content: 'Hal' }]);
  });

  it('stops at the server, and at once on the page', async () => {
    const { store, ports, say, until } = setUp();
    await store.getState().send('user', 'hi');
    say(PING);
    await until('streaming');
    await store.getState().stop();
    expect(ports.cancel).toHaveBeenCalledWith('run-1');
    expect(store.getState().run.status).toBe('stopped');
  });

  it('keeps the wish to stop until the run has an id', async () => {
    const { store, ports, say, until } = setUp();
    await store.getState().send('user', 'hi');
    const stopping = store.getState().stop();
    expect(ports.cancel).not.toHaveBeenCalled();
    say(PING);
    await stopping;
    await until('stopped');
    expect(ports.cancel).toHaveBeenCalledWith('run-1');
  });

  it('goes on when the server does not take the stop', async () => {
    const { store, say, until } = setUp({ cancel: () => Promise.reject(new Error('no')) });
    await store.getState().send('user', 'hi');
    say(PING);
    await until('streaming');
    await expect(store.getState().stop()).rejects.toThrow('no');
    expect(store.getState().run.status).toBe('streaming');
  });

  it('asks for fresh memory after a tool return', async () => {
    const { store, ports, say } = setUp();
    await store.getState().send('user', 'hi');
    say({
      message_type: 'tool_return_message',
      id: 'message-2',
      otid: 'p',
      tool_call_id: 'c',
      status: 'success',
      tool_return: 'ok',
    });
    await vi.waitFor(() => expect(ports.onServerChange).toHaveBeenCalledWith('tool'));
  });
});
