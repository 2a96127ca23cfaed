import type { Log } from './log.ts';

/** Something that was started and can be stopped. */
export interface Running {
  url: string;
  close(): Promise<void>;
}

/** Steps that undo a start, run in reverse order. One that fails does not keep the others from running. */
export interface ClosingSteps {
  add(step: () => Promise<void>): void;
  closeAll(): Promise<void>;
}

/** Collects what must be closed again as a start goes on. `closeAll` runs once, however often it is called. */
export function createClosingSteps(log: Log): ClosingSteps {
  const steps: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const closeInTurn = async () => {
    for (const step of steps.toReversed()) {
      await step().catch((error: unknown) => log.error('Closing did not go well', error));
    }
  };
  return {
    add: (step) => {
      steps.push(step);
    },
    closeAll: () => {
      closing ??= closeInTurn();
      return closing;
    },
  };
}
