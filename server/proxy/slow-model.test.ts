import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '#lib/letta/describe-failure.ts';
import { createRunStore } from '#lib/runs/run-store.ts';
import type { SendIntent } from '#lib/runs/send-intent.ts';
import { createProxyBackend } from './forward-request.ts';
import { startTestUpstream, type TestUpstream } from './test-upstream.ts';

/** Waits of a model that thinks, in seconds since the message was sent. */
const WAITS = [5, 60, 290];
const PING_EVERY_MS = 20_000;
const HI: SendIntent = {
  kind: 'message',
  message: { role: 'user', content: 'hi', otid: 'otid-1' },
  options: { isBackground: false },
};

let upstream: TestUpstream;
let backend: ReturnType<typeof createProxyBackend>;
let answer: PromiseWithResolvers<ServerResponse>;

beforeEach(async () => {
  // Sockets go on in real time; only what the proxy and the page wait for is moved.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
  answer = Promise.withResolvers();
  upstream = await startTestUpstream();
  upstream.answer((_incoming, outgoing) => answer.resolve(outgoing));
  backend = createProxyBackend({ url: upstream.url, getAccess: () => ({}) });
});
afterEach(async () => {
  vi.useRealTimers();
  await backend.close();
  await upstream.close();
});

/** The page’s store before the proxy, before a server that answers when the test does. */
function openPage() {
  const cancel = vi.fn(async () => undefined);
  const store = createRunStore({
    open: async (_intent, signal) => {
      const url = 'http://ade/v1/agents/agent-1/messages';
      const response = await backend.fetch(new Request(url, { method: 'POST', body: '{}', signal }));
      if (!response.ok || !response.body) throw new RequestError(response.status, await response.json());
      return response.body;
    },
    resume: () => Promise.reject(new RequestError(400, { detail: 'Run was not created in background mode' })),
    readRun: async () => ({ isOver: false, stopReason: null, usage: null, error: null }),
    locate: async () => 'run-1',
    cancel,
    onServerChange: async () => undefined,
    onEvents: () => undefined,
    permit: async () => ({ revoked: new AbortController().signal, release: () => undefined }),
    schedule: (flush) => flush(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  return { store, cancel, run: () => store.getState().run };
}

/** Lets what sockets and streams have on the way arrive; no time passes. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

/** Moves time in steps, so that what comes in between is seen in time. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1_000) {
    await vi.advanceTimersByTimeAsync(1_000);
    await setImmediate();
  }
}

const frame = (message: object) => `data: ${JSON.stringify(message)}\n\n`;

describe('R4 a slow model', () => {
  it('is waited for without a word for 290 s, and then heard', async () => {
    const { store, run } = openPage();
    const sent = store.getState().send(HI);
    const outgoing = await answer.promise;
    let passed = 0;
    for (const wait of WAITS) {
      await pass((wait - passed) * 1_000);
      passed = wait;
      expect([wait, run().status, run().error]).toEqual([wait, 'sending', null]);
    }
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    const said = { message_type: 'assistant_message', id: 'message-1', run_id: 'run-1', content: 'At last.' };
    outgoing.end(frame(said) + frame({ message_type: 'stop_reason', stop_reason: 'end_turn' }));
    expect(await sent).toBe('sent');
    await until(() => run().status === 'finished');
    expect(run().messages).toMatchObject([{ content: 'At last.' }]);
    expect(upstream.requests).toHaveLength(1);
  });

  it('is given up after 300 s; whether the message arrived is then not known', async () => {
    const { store, run } = openPage();
    const sent = store.getState().send(HI);
    await answer.promise;
    await pass(299_000);
    expect(run().status).toBe('sending');
    await pass(2_000);
    expect(await sent).toBe('unsure');
    expect(run()).toMatchObject({
      status: 'failed',
      error: { title: expect.stringContaining('did not answer in time') },
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it.each(WAITS)('that sends its signs of life is stopped at once after %i s', async (wait) => {
    const { store, cancel, run } = openPage();
    const sent = store.getState().send(HI);
    const outgoing = await answer.promise;
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    const ping = () => outgoing.write(frame({ message_type: 'ping', id: 'ping-1', run_id: 'run-1' }));
    ping();
    const pinging = setInterval(ping, PING_EVERY_MS);
    expect(await sent).toBe('sent');
    await until(() => run().status === 'streaming');
    await pass(wait * 1_000);
    expect(run()).toMatchObject({ status: 'streaming', link: 'stream', error: null });
    await store.getState().stop();
    expect(cancel).toHaveBeenCalledWith('run-1');
    expect(run()).toMatchObject({ status: 'stopped', stopReason: 'cancelled' });
    clearInterval(pinging);
    outgoing.end();
  });
});
