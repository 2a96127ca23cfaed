/**
 * Waits for `work`, but no longer than `ms`, then throws `late`; throws the reason of `signal` when that comes first.
 * The work itself goes on; what it throws later is nobody's any more.
 */
export async function waitAtMost<T>(
  work: Promise<T>,
  { ms, late, signal }: { ms: number; late(): Error; signal?: AbortSignal | undefined },
): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  const onAbort = () => reject(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}
