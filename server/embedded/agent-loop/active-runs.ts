import type { RunFeed } from './run-feed.ts';

/** The reason a run is aborted with when the server goes down. */
export const SHUTDOWN = 'shutdown';

interface ActiveRun {
  agentId: string;
  abort: AbortController;
  feed: RunFeed;
}

/** The runs going on in this process. Turns of one agent follow one another. */
export interface ActiveRuns {
  /** Starts `turn` when the agent is free. The promise settles when the turn is over. */
  enter(
    run: { id: string; agentId: string; feed: RunFeed },
    turn: (signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /** Asks a run to stop; false if it is not going on here. */
  cancel(runId: string): boolean;
  idsOf(agentId: string): string[];
  /** Asks every run to stop, and waits until they have. */
  stopAll(): Promise<void>;
}

/** An empty set of runs. */
export function createActiveRuns(): ActiveRuns {
  const active = new Map<string, ActiveRun>();
  const tails = new Map<string, Promise<void>>();
  return {
    enter({ id, agentId, feed }, turn) {
      const abort = new AbortController();
      active.set(id, { agentId, abort, feed });
      const before = tails.get(agentId) ?? Promise.resolve();
      const after = before
        .then(() => turn(abort.signal))
        .finally(() => {
          active.delete(id);
          feed.end();
          if (tails.get(agentId) === settled) tails.delete(agentId);
        });
      const settled = after.catch(() => undefined);
      tails.set(agentId, settled);
      return after;
    },
    cancel(runId) {
      const run = active.get(runId);
      run?.abort.abort();
      return run !== undefined;
    },
    idsOf: (agentId) => [...active].filter(([, run]) => run.agentId === agentId).map(([id]) => id),
    async stopAll() {
      for (const run of active.values()) run.abort.abort(SHUTDOWN);
      await Promise.all(tails.values());
    },
  };
}
