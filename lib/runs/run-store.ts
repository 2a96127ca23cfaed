import { createStore, type StoreApi } from 'zustand/vanilla';
import { describeFailure, mayHaveArrived } from '#lib/letta/describe-failure.ts';
import type { LettaMessage } from './letta-message.ts';
import { createLiveRun } from './live-run.ts';
import { hasEnd, type RunEvent } from './reduce-run.ts';
import type { RunPorts } from './run-ports.ts';
import { IDLE_RUN, isActive, type RunState } from './run-state.ts';
import type { SendIntent } from './send-intent.ts';

/** What became of a send: `unsure` when the connection broke before anybody could know. */
export type SendOutcome = 'sent' | 'refused' | 'unsure';

export interface RunStore {
  run: RunState;
  /** Sends once. Unless `sent`, the text has to be kept. */
  send(intent: SendIntent): Promise<SendOutcome>;
  /** Follows a run that goes on at the server, until it ends. */
  attach(run: { runId: string; isBackground: boolean }): Promise<void>;
  /** Goes on where another tab left off, or where this page had given up. */
  takeOver(): Promise<void>;
  /** Shows a run that another tab reads, and reads what that tab found changed at the server. */
  mirror(change: { run: RunState } | { events: RunEvent[] } | { isProgress: true }): void;
  /** Stops the run on the server. Rejects when the server does not take the request; the run then goes on. */
  stop(): Promise<void>;
  /** Forgets the finished turn: history has it. */
  clear(): void;
}

/** The live turn of one thread. The store owns the stream: it goes on when panels come and go. */
export function createRunStore(ports: RunPorts): StoreApi<RunStore> {
  let stopWish: PromiseWithResolvers<void> | null = null;

  return createStore<RunStore>((set, get) => {
    const grantStop = () => {
      const wish = stopWish;
      const { runId, status } = get().run;
      if (!wish || (!runId && isActive(status))) return;
      stopWish = null;
      get().stop().then(wish.resolve, wish.reject);
    };
    const live = createLiveRun(ports, { get: () => get().run, set: (run) => set({ run }), onChange: grantStop });
    const begin = (run: RunState) => {
      stopWish = null;
      return live.begin(run);
    };

    return {
      run: IDLE_RUN,
      async send(intent) {
        if (isActive(get().run.status)) return 'refused';
        const { isAsync = false } = intent.options;
        const isBackground = intent.options.isBackground && !isAsync;
        const otid = intent.kind === 'message' ? intent.message.otid : null;
        const answered = intent.kind === 'answers' ? intent.answers.map((answer) => answer.tool_call_id) : [];
        const sent = sentMessage(intent);
        const signal = begin({ ...IDLE_RUN, status: 'sending', otid, isBackground, sent, answered });
        const permit = isAsync ? null : await ports.permit({ isBackground });
        try {
          const opened = await ports.open(intent, permit ? AbortSignal.any([signal, permit.revoked]) : signal);
          if ('runId' in opened) {
            permit?.release();
            live.change({ runId: opened.runId, status: 'streaming', link: 'poll' });
            grantStop();
            void live.drive(null, signal);
          } else void live.drive({ body: opened, permit }, signal);
          return 'sent';
        } catch (error) {
          permit?.release();
          if (signal.aborted) return 'refused';
          live.change({ ...IDLE_RUN, status: 'failed', error: describeFailure(error) });
          grantStop();
          // Not waited for: whoever finds that the turn goes on at the server must be free to follow it.
          void ports.onServerChange('end').catch(() => undefined);
          return mayHaveArrived(error) ? 'unsure' : 'refused';
        }
      },
      async attach({ runId, isBackground }) {
        const { run } = get();
        if (isActive(run.status) || (run.runId === runId && run.endedAt !== null)) return;
        const known: RunState = run.runId === runId ? run : { ...IDLE_RUN, runId, isBackground, link: 'poll' };
        await live.drive(null, begin({ ...known, status: 'streaming', stopReason: null, error: null }));
      },
      async takeOver() {
        const { run } = get();
        if (run.endedAt !== null || (run.runId === null && run.otid === null)) return;
        await live.drive(null, begin({ ...run, status: 'reconnecting', error: null }));
      },
      mirror(change) {
        if ('events' in change) return live.show(change.events);
        if ('run' in change) begin(change.run);
        const isEnd = 'run' in change && change.run.endedAt !== null;
        if (isEnd || 'isProgress' in change)
          void ports.onServerChange(isEnd ? 'end' : 'progress').catch(() => undefined);
      },
      async stop() {
        const { runId, status } = get().run;
        if (!isActive(status)) return;
        // The run's id comes with the first event: until then the wish is kept.
        if (!runId) {
          stopWish ??= Promise.withResolvers<void>();
          return stopWish.promise;
        }
        await ports.cancel(runId);
        // The answer may come when this turn is over and the next one runs.
        if (get().run.runId !== runId) return;
        live.catchUp();
        // The stream says more only until it ends by itself; what it kept is in history.
        if (hasEnd(get().run) || !isActive(get().run.status)) return;
        live.leave();
        live.change({ status: 'stopped', stopReason: 'cancelled', endedAt: Date.now() });
        await ports.onServerChange('end').catch(() => undefined);
      },
      clear: () => set(({ run }) => (isActive(run.status) ? { run } : { run: IDLE_RUN })),
    };
  });
}

function sentMessage(intent: SendIntent): LettaMessage | null {
  if (intent.kind === 'answers') return null;
  const { otid, role, content, sender_id = null } = intent.message;
  const date = new Date().toISOString();
  return { id: `sent-${otid}`, otid, message_type: `${role}_message`, content, sender_id, date };
}
