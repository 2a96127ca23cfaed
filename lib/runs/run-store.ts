import { createStore, type StoreApi } from 'zustand/vanilla';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import type { LettaMessage } from './letta-message.ts';
import { readStream } from './read-stream.ts';
import { endRun, IDLE_RUN, isActive, type RunEvent, type RunState, reduceRun } from './reduce-run.ts';

/** What the store needs of the outside. `open` sends exactly once. */
export interface RunPorts {
  open(
    message: { role: 'user' | 'system'; content: string; otid: string },
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>;
  cancel(runId: string): Promise<void>;
  /** Called with every tool return and at the end: what the server holds may have changed. */
  onServerChange(change: 'tool' | 'end'): void;
  /** Runs `flush` before the next picture is drawn; tests run it at once. */
  schedule(flush: () => void): void;
}

export interface RunStore {
  run: RunState;
  /** Sends a message; resolves with false when nothing reached the server, so that the text can be kept. */
  send(role: 'user' | 'system', content: string): Promise<boolean>;
  /** Stops the run on the server. Rejects when the server does not take the request; the run then goes on. */
  stop(): Promise<void>;
  /** Forgets the finished turn: history has it. */
  clear(): void;
}

/** The live turn of one agent. The store owns the stream: it goes on when panels come and go. */
export function createRunStore(ports: RunPorts): StoreApi<RunStore> {
  let reading: AbortController | null = null;
  let pending: RunEvent[] = [];
  let isScheduled = false;
  let stopWish: PromiseWithResolvers<void> | null = null;

  return createStore<RunStore>((set, get) => {
    const flush = () => {
      isScheduled = false;
      const events = pending;
      pending = [];
      if (events.length === 0) return;
      set(({ run }) => ({ run: events.reduce(reduceRun, run) }));
      if (events.some(isToolReturn)) ports.onServerChange('tool');
      grantStop();
    };
    const grantStop = () => {
      const wish = stopWish;
      const { runId, status } = get().run;
      if (!wish || (!runId && isActive(status))) return;
      stopWish = null;
      get().stop().then(wish.resolve, wish.reject);
    };
    const queue = (events: RunEvent[]) => {
      pending.push(...events);
      if (isScheduled) return;
      isScheduled = true;
      ports.schedule(flush);
    };
    const follow = async (body: ReadableStream<Uint8Array>, signal: AbortSignal) => {
      try {
        for await (const events of readStream(body)) {
          if (signal.aborted) return;
          queue(events);
        }
      } catch {
        // The connection broke: endRun sees that no stop reason came.
      }
      if (signal.aborted) return;
      flush();
      set(({ run }) => ({ run: endRun(run) }));
      grantStop();
      ports.onServerChange('end');
    };

    return {
      run: IDLE_RUN,
      async send(role, content) {
        if (isActive(get().run.status)) return false;
        const otid = crypto.randomUUID();
        reading = new AbortController();
        const { signal } = reading;
        stopWish = null;
        set({ run: { ...IDLE_RUN, status: 'sending', sent: sentMessage({ role, content, otid }) } });
        try {
          const body = await ports.open({ role, content, otid }, signal);
          void follow(body, signal);
          return true;
        } catch (error) {
          if (signal.aborted) return false;
          set({ run: { ...IDLE_RUN, status: 'failed', error: describeFailure(error) } });
          grantStop();
          ports.onServerChange('end');
          return false;
        }
      },
      async stop() {
        const { runId, status } = get().run;
        if (!isActive(status)) return;
        // The run's id comes with the first event: until then the wish is kept.
        if (!runId) {
          stopWish ??= Promise.withResolvers<void>();
          return stopWish.promise;
        }
        const asked = reading;
        await ports.cancel(runId);
        // The answer may come when this turn is over and the next one runs.
        if (reading !== asked) return;
        flush();
        // The stream says more only until it ends by itself; what it kept is in history.
        if (!isActive(get().run.status)) return;
        reading?.abort();
        set(({ run }) => ({ run: { ...run, status: 'stopped', stopReason: 'cancelled' } }));
        ports.onServerChange('end');
      },
      clear: () => set(({ run }) => (isActive(run.status) ? { run } : { run: IDLE_RUN })),
    };
  });
}

function sentMessage({
  role,
  content,
  otid,
}: {
  role: 'user' | 'system';
  content: string;
  otid: string;
}): LettaMessage {
  return { id: `sent-${otid}`, otid, message_type: `${role}_message`, content, date: new Date().toISOString() };
}

function isToolReturn(event: RunEvent): boolean {
  return event.type === 'message' && event.message.message_type === 'tool_return_message';
}
