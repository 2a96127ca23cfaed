import { Worker } from 'node:worker_threads';
import type { MatrixHost } from './matrix-host.ts';
import type { MatrixSearch, PassageBatch } from './passage-matrix.ts';

/** What the worker is told. Only a search is answered. */
export type MatrixRequest = { archiveId: string } & (
  | { does: 'add'; dimension: number; batch: PassageBatch }
  | { does: 'remove'; id: string }
  | { does: 'forget' }
  | { does: 'search'; call: number; search: MatrixSearch }
);

interface MatrixAnswer {
  call: number;
  ids: string[];
}

interface Waiting {
  resolve: (ids: string[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Matrices in a thread of their own, so that streams go on while a large archive is searched. The thread is started
 * with the first matrix; `onLost` is told when it ended with all that was in it.
 */
export function createWorkerHost(onLost: () => void): MatrixHost {
  let worker: Worker | null = null;
  let calls = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(new URL('./matrix-worker.ts', import.meta.url));
    // It has nothing of its own to do that a process would have to stay for.
    started.unref();
    started.on('message', ({ call, ids }: MatrixAnswer) => {
      waiting.get(call)?.resolve(ids);
      waiting.delete(call);
    });
    const lose = (error: unknown) => {
      if (worker !== started) return;
      worker = null;
      for (const each of waiting.values()) each.reject(error);
      waiting.clear();
      onLost();
    };
    started.on('error', lose);
    started.on('exit', () => lose(new Error('The search through archival memory ended before it was done.')));
    return started;
  }

  const tell = (request: MatrixRequest, transfer: ArrayBuffer[] = []) => worker?.postMessage(request, transfer);
  return {
    add(archiveId, dimension, batch) {
      worker ??= start();
      tell({ archiveId, does: 'add', dimension, batch }, [batch.values.buffer]);
    },
    remove: (archiveId, id) => tell({ archiveId, does: 'remove', id }),
    forget: (archiveId) => tell({ archiveId, does: 'forget' }),
    search: (archiveId, search) =>
      new Promise((resolve, reject) => {
        if (!worker) return resolve([]);
        calls += 1;
        waiting.set(calls, { resolve, reject });
        tell({ archiveId, does: 'search', call: calls, search });
      }),
    async close() {
      const ending = worker;
      worker = null;
      await ending?.terminate();
    },
  };
}
