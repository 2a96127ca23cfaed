/** Gives a lock back; resolves when it is free for others. */
export type Release = () => Promise<void>;

/**
 * Takes a lock that all tabs of this browser share, if it is free; null if not. With `waitUntil` it waits for the lock
 * until that signal aborts. Where the browser offers no locks, every tab goes by itself.
 */
export async function holdLock(name: string, { waitUntil }: { waitUntil?: AbortSignal } = {}): Promise<Release | null> {
  if (!('locks' in navigator)) return async () => undefined;
  const held = Promise.withResolvers<Release | null>();
  const options: LockOptions = waitUntil ? { signal: waitUntil } : { ifAvailable: true };
  const gone = navigator.locks
    .request(name, options, (lock) => {
      if (lock === null) {
        held.resolve(null);
        return undefined;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      held.resolve(async () => {
        resolve();
        await gone;
      });
      return promise;
    })
    .catch(() => held.resolve(null));
  return await held.promise;
}
