import { parentPort, workerData } from 'node:worker_threads';
import type { TabData } from './tab-worker.ts';

/** A tab’s waits are so much shorter: 65 s of silence are 2.6 s here. */
const SPEED = 25;

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
  setTimeout: (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => later(work, ms / SPEED, ...args),
  requestAnimationFrame: (draw: () => void) => setImmediate(draw),
});
const events = new EventTarget();
for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const)
  Object.assign(globalThis, { [name]: events[name].bind(events) });
