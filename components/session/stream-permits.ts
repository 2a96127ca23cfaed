import type { StreamPermit } from '#lib/runs/run-ports.ts';
import { holdLock, type Release } from './hold-lock.ts';

/** A browser opens six connections to one address at most; streams must leave some to everything else. */
const MOST_STREAMS = 3;
const CHANNEL = 'letta-ade-streams';
/** A timer that is this late slept: the connections it left behind are dead, and do not say so. */
const SLEPT_MS = 30_000;
const TICK_MS = 5_000;
const YIELD_MS = 150;

/**
 * Leave for this tab to hold one stream, of three in the browser. A hidden tab gets none for a run that can be read
 * again, and gives up what it has: at once where nothing is lost by it, else when another tab needs it.
 */
export async function requestPermit({ isBackground }: { isBackground: boolean }): Promise<StreamPermit | null> {
  if (isBackground && document.hidden) return null;
  const release = (await takeSlot()) ?? (await askForSlot());
  if (release === null) return null;
  const revoked = new AbortController();
  const stopWatching = watch(isBackground, () => revoked.abort());
  return {
    revoked: revoked.signal,
    release: () => {
      stopWatching();
      void release();
    },
  };
}

/** Resolves after `ms`, or earlier when the network is back or the tab is seen again. */
export function waitForChange(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const until = new AbortController();
  const wake = () => resolve();
  const wakeWhenSeen = () => (document.hidden ? undefined : resolve());
  const timer = setTimeout(wake, document.hidden ? Math.max(ms, 2_000) : ms);
  window.addEventListener('online', wake, { signal: until.signal });
  window.addEventListener('pageshow', wake, { signal: until.signal });
  document.addEventListener('visibilitychange', wakeWhenSeen, { signal: until.signal });
  signal.addEventListener('abort', wake, { signal: until.signal });
  return promise.finally(() => {
    clearTimeout(timer);
    until.abort();
  });
}

async function takeSlot(): Promise<Release | null> {
  for (let slot = 0; slot < MOST_STREAMS; slot += 1) {
    const release = await holdLock(`${CHANNEL}-${slot}`);
    if (release) return release;
  }
  return null;
}

async function askForSlot(): Promise<Release | null> {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('needed');
  channel.close();
  await new Promise((resolve) => setTimeout(resolve, YIELD_MS));
  return await takeSlot();
}

/** Calls `revoke` when the stream must go. */
function watch(isBackground: boolean, revoke: () => void): () => void {
  const until = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', () => (document.hidden ? revoke() : undefined));
  // A page that holds a connection cannot be kept for the way back.
  window.addEventListener('pagehide', revoke, { signal: until.signal });
  document.addEventListener('freeze', revoke, { signal: until.signal });
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > SLEPT_MS) revoke();
    last = now;
  }, TICK_MS);
  if (isBackground) {
    document.addEventListener('visibilitychange', () => (document.hidden ? revoke() : undefined), {
      signal: until.signal,
    });
  }
  return () => {
    until.abort();
    channel.close();
    clearInterval(timer);
  };
}
