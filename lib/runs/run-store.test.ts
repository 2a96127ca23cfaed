import { describe, expect, it, vi } from 'vitest';
import { RequestError } from '#lib/letta/describe-failure.ts';
import type { RunPorts } from './run-ports.ts';
import { createRunStore } from './run-store.ts';
import type { SendIntent } from './send-intent.ts';

const HI: SendIntent = {
  kind: 'message',
  message: { role: 'user', content: 'hi', otid: 'otid-1' },
  options: { isBackground: true },
};
const PING = { message_type: 'ping', id: 'ping-1', run_id: 'run-1', seq_id: 1 };
const text = (content: string, seq: number | null = null) => ({
  message_type: 'assistant_message',
  id: 'message-1',
  otid: 'o',
  run_id: 'run-1',
  seq_id: seq,
  content,
});
const END = { message_type: 'stop_reason', stop_reason: 'end_turn' };

/** A server whose streams the test writes. */
function setUp(overrides: Partial<RunPorts> = {}) {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const connect = async () => new ReadableStream<Uint8Array>({ start: (controller) => void streams.push(controller) });
  const ports = {
    open: vi.fn<RunPorts['open']>(connect),
    resume: vi.fn<RunPorts['resume']>(connect),
    readRun: vi.fn<RunPorts['readRun']>(async () => ({ isOver: false, stopReason: null, usage: null, error: null })),
    locate: vi.fn<RunPorts['locate']>(async () => null),
    cancel: vi.fn<RunPorts['cancel']>(async () => undefined),
    onServerChange: vi.fn<RunPorts['onServerChange']>(async () => undefined),
    onEvents: vi.fn<RunPorts['onEvents']>(),
    permit: vi.fn<RunPorts['permit']>(async () => ({
      revoked: new AbortController().signal,
      release: () => undefined,
    })),
    schedule: (flush: () => void) => flush(),
    wait: vi.fn<RunPorts['wait']>(() => new Promise((resolve) => setTimeout(resolve, 1))),
  };
  Object.assign(ports, overrides);
  const store = createRunStore(ports);
  const say = (message: Record<string, unknown>) =>
    streams.at(-1)?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(message)}\n\n`));
  return {
    store,
    ports,
    say,
    run: () => store.getState().run,
    until: (status: string) => vi.waitUntil(() => store.getState().run.status === status),
    untilStreams: (count: number) => vi.waitUntil(() => streams.length === count),
    end: () => streams.at(-1)?.close(),
    cut: () => streams.at(-1)?.error(new Error('reset')),
  };
}

describe('the run store', () => {
  it('sends once and shows what comes', async () => {
    const { store, ports, say, until, end, run } = setUp();
    expect(await store.getState().send(HI)).toBe('sent');
    expect(await store.getState().send(HI)).toBe('refused');
    say(PING);
    say(text('Hel'));
    say(text('lo'));
    say(END);
    end();
    await until('finished');
    expect(run()).toMatchObject({ messages: [{ content: 'Hello' }], sent: { content: 'hi' } });
    expect(ports.open).toHaveBeenCalledTimes(1);
    expect(ports.onServerChange).toHaveBeenLastCalledWith('end');
  });

  it('says that the text did not arrive when the server refuses it', async () => {
    const refusal = new RequestError(409, {
      detail:
        'CONFLICT: Another request (run_id=run-12345678-1234-4234-8234-123456789012) is currently being processed',
    });
    const { store, run } = setUp({ open: () => Promise.reject(refusal) });
    expect(await store.getState().send(HI)).toBe('refused');
    expect(run()).toMatchObject({
      status: 'failed',
      sent: null,
      error: { status: 409, conflict: { kind: 'busy', runId: 'run-12345678-1234-4234-8234-123456789012' } },
    });
  });

  it('leaves an async turn to the server, and asks how it stands until it is over', async () => {
    const over = { isOver: true, stopReason: 'end_turn', usage: null, error: null };
    const readRun = vi.fn<RunPorts['readRun']>(async () => over).mockResolvedValueOnce({ ...over, isOver: false });
    const { store, ports, until, run } = setUp({ open: async () => ({ runId: 'run-1' }), readRun });
    const intent = { ...HI, options: { isBackground: true, isAsync: true } };
    expect(await store.getState().send(intent)).toBe('sent');
    expect(run()).toMatchObject({ runId: 'run-1', link: 'poll', isBackground: false });
    await until('finished');
    expect(readRun).toHaveBeenCalledTimes(2);
    expect(ports.permit).not.toHaveBeenCalled();
    expect(ports.resume).not.toHaveBeenCalled();
  });

  it.each([
    new TypeError('Failed to fetch'),
    new RequestError(502, { error: { message: 'The server closed the connection.', next: 'Try again.' } }),
    new RequestError(504, '<html>'),
  ])('does not know whether a message arrived whose answer never came: %s', async (error) => {
    const { store } = setUp({ open: () => Promise.reject(error) });
    expect(await store.getState().send(HI)).toBe('unsure');
  });

  it('is free as soon as a send has failed, however long the reading after it takes', async () => {
    const open = () => Promise.reject(new TypeError('Failed to fetch'));
    const { store } = setUp({ open, onServerChange: () => new Promise(() => undefined) });
    expect(await store.getState().send(HI)).toBe('unsure');
  });

  it.each(['cut', 'end'] as const)('reads on from where the stream broke off (%s)', async (way) => {
    const harness = setUp();
    await harness.store.getState().send(HI);
    harness.say(PING);
    harness.say(text('Hal', 2));
    await harness.until('streaming');
    harness[way]();
    await harness.untilStreams(2);
    expect(harness.ports.resume).toHaveBeenCalledWith('run-1', 2, expect.anything());
    harness.say(text('lo', 3));
    harness.say(END);
    harness.end();
    await harness.until('finished');
    expect(harness.run().messages).toMatchObject([{ content: 'Hallo' }]);
    expect(harness.ports.open).toHaveBeenCalledTimes(1);
  });

  it.each([410, 501])('asks how the run stands when its stream cannot be read again: %i', async (status) => {
    const gone = new RequestError(status, { detail: 'EXPIRED' });
    const harness = setUp({ resume: () => Promise.reject(gone) });
    await harness.store.getState().send(HI);
    harness.say(PING);
    await harness.until('streaming');
    harness.cut();
    await vi.waitUntil(() => harness.run().link === 'poll');
    expect(harness.ports.onServerChange).toHaveBeenCalledWith('progress');
    harness.ports.readRun.mockResolvedValue({ isOver: true, stopReason: 'end_turn', usage: null, error: null });
    await harness.until('finished');
  });

  it('shows no text with a hole in it when only the server knows the rest', async () => {
    const harness = setUp({ resume: () => Promise.reject(new RequestError(410, { detail: 'EXPIRED' })) });
    harness.ports.readRun.mockResolvedValue({ isOver: true, stopReason: 'end_turn', usage: null, error: null });
    await harness.store.getState().send(HI);
    harness.say(PING);
    harness.say(text('One ', 2));
    harness.say(text('three', 4));
    await vi.waitUntil(() => harness.run().messages.length > 0);
    harness.cut();
    await harness.until('finished');
    expect(harness.run().messages).toMatchObject([{ content: 'One ' }]);
  });

  it('is interrupted while the server does not answer, and goes on when it does', async () => {
    const down = vi.fn<RunPorts['readRun']>().mockRejectedValue(new TypeError('Failed to fetch'));
    const harness = setUp({ readRun: down, resume: () => Promise.reject(new TypeError('Failed to fetch')) });
    await harness.store.getState().send(HI);
    harness.say(PING);
    harness.say(text('Hal', 2));
    await harness.until('streaming');
    harness.cut();
    await harness.until('interrupted');
    expect(harness.run().messages).toMatchObject([{ content: 'Hal' }]);
    harness.ports.permit.mockResolvedValue(null);
    down.mockResolvedValue({ isOver: true, stopReason: 'end_turn', usage: null, error: null });
    await harness.until('finished');
  });

  it('finds the run of a message whose stream broke before it told', async () => {
    const harness = setUp({ locate: async () => 'run-9' });
    await harness.store.getState().send(HI);
    harness.cut();
    await vi.waitUntil(() => harness.run().runId === 'run-9');
  });

  it('says so when the server never heard of the message', async () => {
    const harness = setUp();
    await harness.store.getState().send(HI);
    harness.cut();
    await harness.until('failed');
    expect(harness.run().error?.title).toBe('The message did not arrive');
  });

  it('gives its stream up when it must, and reads on when it may', async () => {
    const leave = new AbortController();
    const harness = setUp();
    harness.ports.permit.mockResolvedValueOnce({ revoked: leave.signal, release: () => undefined });
    harness.ports.permit.mockResolvedValueOnce(null);
    await harness.store.getState().send(HI);
    harness.say(PING);
    harness.say(text('Hal', 2));
    await harness.until('streaming');
    leave.abort();
    await harness.untilStreams(2);
    expect(harness.ports.readRun).toHaveBeenCalled();
    expect(harness.ports.resume).toHaveBeenCalledWith('run-1', 2, expect.anything());
  });

  it('follows a run that was begun elsewhere', async () => {
    const harness = setUp();
    void harness.store.getState().attach({ runId: 'run-1', isBackground: true });
    await harness.untilStreams(1);
    expect(harness.ports.resume).toHaveBeenCalledWith('run-1', 0, expect.anything());
    harness.say(text('Hello', 2));
    harness.say(END);
    harness.end();
    await harness.until('finished');
    await harness.store.getState().attach({ runId: 'run-1', isBackground: true });
    expect(harness.run().status).toBe('finished');
  });

  it('stops at the server, and at once on the page', async () => {
    const { store, ports, say, until, run } = setUp();
    await store.getState().send(HI);
    say(PING);
    await until('streaming');
    await store.getState().stop();
    expect(ports.cancel).toHaveBeenCalledWith('run-1');
    expect(run().status).toBe('stopped');
  });

  it('keeps the wish to stop until the run has an id', async () => {
    const { store, ports, say, until } = setUp();
    await store.getState().send(HI);
    const stopping = store.getState().stop();
    expect(ports.cancel).not.toHaveBeenCalled();
    say(PING);
    await stopping;
    await until('stopped');
    expect(ports.cancel).toHaveBeenCalledWith('run-1');
  });

  it('goes on when the server does not take the stop', async () => {
    const { store, say, until, run } = setUp({ cancel: () => Promise.reject(new Error('no')) });
    await store.getState().send(HI);
    say(PING);
    await until('streaming');
    await expect(store.getState().stop()).rejects.toThrow('no');
    expect(run().status).toBe('streaming');
  });

  it('asks for fresh memory after a tool return', async () => {
    const { store, ports, say } = setUp();
    await store.getState().send(HI);
    const returned = { tool_call_id: 'c', status: 'success', tool_return: 'ok' };
    say({ message_type: 'tool_return_message', id: 'message-2', otid: 'p', ...returned });
    await vi.waitFor(() => expect(ports.onServerChange).toHaveBeenCalledWith('tool'));
  });

  it('tells those who follow along exactly what it has joined to the run', async () => {
    const flushes: (() => void)[] = [];
    const { store, ports, say, run, untilStreams } = setUp({ schedule: (flush) => void flushes.push(flush) });
    const told = () => ports.onEvents.mock.calls.flatMap(([events]) => events);
    await store.getState().send(HI);
    await untilStreams(1);
    say(text('One'));
    await vi.waitUntil(() => flushes.length === 1);
    expect([run().messages, told()]).toEqual([[], []]);
    flushes[0]?.();
    expect(run().messages).toMatchObject([{ content: 'One' }]);
    expect(told()).toMatchObject([{ message: { content: 'One' } }]);
  });

  it('reads again what a run changed that another tab follows', () => {
    const { store, ports, run } = setUp();
    store.getState().mirror({ run: { ...run(), status: 'streaming', runId: 'run-1', link: 'poll' } });
    expect(ports.onServerChange).not.toHaveBeenCalled();
    store.getState().mirror({ isProgress: true });
    expect(ports.onServerChange).toHaveBeenLastCalledWith('progress');
    store.getState().mirror({ run: { ...run(), status: 'finished', endedAt: 1 } });
    expect(ports.onServerChange).toHaveBeenLastCalledWith('end');
  });
});
