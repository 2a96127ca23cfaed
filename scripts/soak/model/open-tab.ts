import { Worker } from 'node:worker_threads';
import type { Shown, TabCommand, TabData } from './tab-worker.ts';

/** What a person or the browser does in a tab. */
export type Act = 'stop' | 'hide' | 'show' | 'sleep' | 'retry';

/** A tab of a browser: the page’s own modules without its pictures, in a thread that can be ended at any moment. */
export interface Tab {
  /** Says once; resolves with what became of it, and with null when the tab is gone first. */
  send(message: { text: string; otid: string; isBackground: boolean }): Promise<string | null>;
  /** Does something that a person or the browser does, without waiting for what comes of it. */
  act(what: Act): void;
  look(): Promise<Shown>;
  /** Ends it as a browser does that is killed. */
  close(): Promise<void>;
}

type Note = { id: number; answer?: unknown } | { posts: string };

/** Opens a tab and waits until its page has begun. `onPost` hears of every message that leaves it, by `otid`. */
export async function openTab(data: TabData, onPost: (otid: string) => void): Promise<Tab> {
  const worker = new Worker(new URL('./tab-worker.ts', import.meta.url), { workerData: data });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  worker.on('error', failed.reject);
  const waiting = new Map<number, (answer: unknown) => void>();
  const begun = new Promise<unknown>((resolve) => waiting.set(0, resolve));
  worker.on('message', (note: Note) => {
    if ('posts' in note) onPost(note.posts);
    else waiting.get(note.id)?.(note.answer);
  });
  let count = 0;
  const ask = async (command: TabCommand) => {
    const id = ++count;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.set(id, resolve);
    worker.postMessage({ id, command });
    return await Promise.race([promise, failed.promise]);
  };
  await Promise.race([begun, failed.promise]);
  return {
    send: async (message) => (await ask({ do: 'send', ...message })) as string | null,
    act: (what) => void ask({ do: what }),
    look: async () => (await ask({ do: 'look' })) as Shown,
    close: async () => {
      await worker.terminate();
      for (const resolve of waiting.values()) resolve(null);
      // Node hands a lock of a thread that was ended on only when somebody asks for one.
      await navigator.locks.request('letta-ade-soak', () => undefined);
    },
  };
}
