import type { StoreApi } from 'zustand/vanilla';
import type { RunEvent } from '#lib/runs/reduce-run.ts';
import { isActive, type RunState } from '#lib/runs/run-state.ts';
import type { RunStore } from '#lib/runs/run-store.ts';
import { holdLock, type Release } from './hold-lock.ts';

type Note =
  | { type: 'hello' }
  | { type: 'run'; run: RunState }
  | { type: 'events'; events: RunEvent[] }
  | { type: 'progress'; isProgress: true };

/** One tab reads a thread's stream; the others show what it reads, and one of them takes over when it is gone. */
export interface RunShare {
  /** Does something as the tab that reads; holds the place until the run is over. Null when another tab has it. */
  lead<T>(work: () => Promise<T>): Promise<T | null>;
  /** Resolves when no tab reads the thread. */
  untilFree(): Promise<void>;
  /** Passes on what was read. */
  tell(events: RunEvent[]): void;
  /** Passes on that there may be more at the server, of a run that has no stream. */
  tellProgress(): void;
  /** The same from a tab that does not read the thread. */
  tellChange(): void;
}

export function shareRun(name: string, store: () => StoreApi<RunStore>): RunShare {
  const channel = new BroadcastChannel(`letta-ade-run:${name}`);
  const lockName = `letta-ade-thread:${name}`;
  let isLeader = false;
  let waiting: AbortController | null = null;
  /** Our own place may not be free yet when we want it again. */
  let left: Promise<void> = Promise.resolve();
  const post = (note: Note) => channel.postMessage(note);
  const isGoingOn = () => isActive(store().getState().run.status) || store().getState().run.status === 'interrupted';

  async function whileLeading<T>(release: Release, work: () => Promise<T>): Promise<T> {
    isLeader = true;
    const stopTelling = store().subscribe(({ run }, before) => {
      if (run.status !== before.run.status || run.sent !== before.run.sent) post({ type: 'run', run });
    });
    const leave = () => {
      stopTelling();
      isLeader = false;
      left = release();
    };
    try {
      return await work();
    } finally {
      if (!isGoingOn()) leave();
      else {
        const unsubscribe = store().subscribe(() => {
          if (isGoingOn()) return;
          unsubscribe();
          leave();
        });
      }
    }
  }

  /** Waits until the tab that reads is gone or done. */
  async function standBy(): Promise<void> {
    if (waiting) return;
    waiting = new AbortController();
    const release = await holdLock(lockName, { waitUntil: waiting.signal });
    waiting = null;
    if (release === null) return;
    if (isGoingOn()) await whileLeading(release, () => store().getState().takeOver());
    else left = release();
  }

  channel.addEventListener('message', ({ data: note }: MessageEvent<Note>) => {
    if (note.type === 'hello') {
      if (isLeader) post({ type: 'run', run: store().getState().run });
      return;
    }
    if (isLeader) return;
    store().getState().mirror(note);
    if (isGoingOn()) void standBy();
    else waiting?.abort();
  });
  post({ type: 'hello' });

  return {
    async lead(work) {
      await left;
      const release = await holdLock(lockName);
      return release === null ? null : await whileLeading(release, work);
    },
    async untilFree() {
      await left;
      const release = await holdLock(lockName, { waitUntil: new AbortController().signal });
      await release?.();
    },
    tell: (events) => (isLeader ? post({ type: 'events', events }) : undefined),
    tellProgress: () => (isLeader ? post({ type: 'progress', isProgress: true }) : undefined),
    tellChange: () => post({ type: 'progress', isProgress: true }),
  };
}
