import type { RunFeed } from './run-feed.ts';

/** The reason a run is aborted with when the server goes down. */
export const SHUTDOWN = 'shutdown';

/** A run this process knows. */
export interface KnownRun {
  id: string;
  agentId: string;
  /** Turns of one thread follow one another. */
  threadKey: string;
  /** The ids the client gave its messages, to recognise a repeated request. */
  otids: string[];
  isBackground: boolean;
  feed: RunFeed;
}

/** The runs going on in this process, and what background runs have said, to be read again. */
export interface ActiveRuns {
  /** Starts `turn` when the thread is free. The promise settles when the turn is over. */
  enter(run: KnownRun, turn: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Asks a run to stop; false if it is not going on here. */
  cancel(runId: string): boolean;
  /** The runs of an agent that are going on. */
  idsOf(agentId: string): string[];
  /** The run that is going on in a thread, the newest first. */
  runIn(threadKey: string): KnownRun | undefined;
  /** A run that is going on, or a finished background run that can still be read. */
  find(runId: string): KnownRun | undefined;
  /** The newest background run of a thread whose messages had exactly these ids. */
  findByOtids(threadKey: string, otids: string[]): KnownRun | undefined;
  /** Asks every run to stop, and waits until they have. */
  stopAll(): Promise<void>;
}

const KEPT_MS = 3 * 3600 * 1000;
const KEPT_CHARACTERS = 64 * 1024 * 1024;

/** An empty set of runs. */
export function createActiveRuns(): ActiveRuns {
  const active = new Map<string, KnownRun & { abort: AbortController }>();
  const finished = new Map<string, KnownRun & { until: number }>();
  const tails = new Map<string, Promise<void>>();

  const forgetOld = () => {
    let size = [...finished.values()].reduce((sum, run) => sum + run.feed.size, 0);
    for (const [id, run] of finished) {
      if (run.until > Date.now() && size <= KEPT_CHARACTERS) return;
      size -= run.feed.size;
      finished.delete(id);
    }
  };
  const find = (runId: string) => {
    forgetOld();
    return active.get(runId) ?? finished.get(runId);
  };
  return {
    enter(run, turn) {
      const abort = new AbortController();
      active.set(run.id, { ...run, abort });
      const before = tails.get(run.threadKey) ?? Promise.resolve();
      const after = before
        .then(() => turn(abort.signal))
        .finally(() => {
          active.delete(run.id);
          run.feed.end();
          if (run.isBackground) finished.set(run.id, { ...run, until: Date.now() + KEPT_MS });
          forgetOld();
          if (tails.get(run.threadKey) === settled) tails.delete(run.threadKey);
        });
      const settled = after.catch(() => undefined);
      tails.set(run.threadKey, settled);
      return after;
    },
    cancel(runId) {
      const run = active.get(runId);
      run?.abort.abort();
      return run !== undefined;
    },
    idsOf: (agentId) => [...active.values()].filter((run) => run.agentId === agentId).map(({ id }) => id),
    runIn: (threadKey) => [...active.values()].findLast((run) => run.threadKey === threadKey),
    find,
    findByOtids(threadKey, otids) {
      forgetOld();
      const wanted = otids.toSorted().join(' ');
      return [...finished.values(), ...active.values()].findLast(
        (run) => run.isBackground && run.threadKey === threadKey && run.otids.toSorted().join(' ') === wanted,
      );
    },
    async stopAll() {
      for (const run of active.values()) run.abort.abort(SHUTDOWN);
      await Promise.all(tails.values());
    },
  };
}
