import { parentPort, workerData } from 'node:worker_threads';
import type { TabData } from './tab-worker.ts';

/** A tab’s waits are shorter: 65 s of silence are 2.6 s here, and what gives a server time to answer is a fifth. */
const shorten = (ms: number) => (ms > 10_000 ? ms / 25 : ms / 5);

const { origin } = workerData as TabData;
const { fetch: fetchAnywhere, setTimeout: later } = globalThis;

class Page extends EventTarget {
  hidden = false;
  get visibilityState() {
    return this.hidden ? 'hidden' : 'visible';
  }
}

// As much of a browser as the page’s own modules ask for. Locks and channels are Node’s, and reach across tabs.
Object.assign(globalThis, {
  window: globalThis,
  document: new Page(),
  location: new URL(origin),
  fetch: (input: string, init?: RequestInit) => {
    const url = new URL(input, origin);
    if (init?.method === 'POST' && url.pathname.endsWith('/messages'))
      parentPort?.postMessage({ posts: JSON.parse(String(init.body)).messages[0].otid });
    return fetchAnywhere(url, init);
  },
  setTimeout: (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => later(work, shorten(ms), ...args),
  requestAnimationFrame: (draw: () => void) => setImmediate(draw),
});
const events = new EventTarget();
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const)
  Object.assign(globalThis, { [name]: events[name].bind(events) });
