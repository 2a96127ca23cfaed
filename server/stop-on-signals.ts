import type { Running } from './closing-steps.ts';
import type { Log } from './log.ts';

const LONGEST_CLOSE_MS = 3_000;

/** Closes everything on SIGINT or SIGTERM and exits with 0, after 3 s at the latest. Further signals change nothing. */
export function stopOnSignals(running: Running, log: Log): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void exitAfterClosing(running, { code: 0, log });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A bug that left a half-done state behind: close what can be closed and go. A rejection alone is only logged.
  process.on('uncaughtException', (error) => {
    log.error('An unexpected error stops Letta ADE; please report it', error);
    if (!stopping) void exitAfterClosing(running, { code: 1, log });
    stopping = true;
  });
}

/** Logs rejections nobody handled; the process goes on. */
export function survivesRejections(log: Log): void {
  process.on('unhandledRejection', (reason) => log.error('Something failed unnoticed; Letta ADE goes on', reason));
}

async function exitAfterClosing(running: Running, { code, log }: { code: number; log: Log }): Promise<void> {
  const timer = setTimeout(() => {
    log.warn('Closing took longer than 3 seconds; Letta ADE stops now.');
    process.exit(code || 1);
  }, LONGEST_CLOSE_MS);
  await running.close();
  clearTimeout(timer);
  process.exit(code);
}
