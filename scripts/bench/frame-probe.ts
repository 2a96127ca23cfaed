import type { Page } from '@playwright/test';

/** What the page has seen of itself, in milliseconds of its own clock. */
export interface FrameRecord {
  /** When each picture was begun. */
  frames: number[];
  longTasks: { at: number; duration: number }[];
  /** What came over event streams, as text, and when. */
  arrivals: { at: number; text: string }[];
  /** After each picture: the last number of a growing text, how far its end is from the bottom, how far a row moved. */
  pictures: { at: number; marker: number; gap: number; drift: number }[];
}

interface Probe {
  start(): void;
  stop(): FrameRecord;
  /** The row in the middle must not move from now on. */
  hold(): void;
}

declare global {
  interface Window {
    benchProbe: Probe;
  }
}

/** Installs the probe in every page that is opened from now on. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(createProbe);
}

/** Records for so long, or until something is over. */
export async function record(page: Page, until: number | (() => Promise<unknown>)): Promise<FrameRecord> {
  await page.evaluate(() => window.benchProbe.start());
  await (typeof until === 'number' ? page.waitForTimeout(until) : until());
  return await page.evaluate(() => window.benchProbe.stop());
}

/** Pictures a second; the first and the last stand for the time between them. */
export function framesPerSecond({ frames }: FrameRecord): number {
  const time = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
  return ((frames.length - 1) * 1000) / time;
}

/** From the arrival of each piece of a stream to the end of the picture that shows it, numbers being in the text. */
export function paintDelays({ arrivals, pictures }: FrameRecord): number[] {
  return arrivals.flatMap(({ at, text }) => {
    const marker = Number([...text.matchAll(/"content":"\s*n(\d+)/g)].at(-1)?.[1] ?? Number.NaN);
    const shown = pictures.find((picture) => picture.at >= at && picture.marker >= marker);
    return shown ? [shown.at - at] : [];
  });
}

/** Runs in the page, before its own scripts. */
function createProbe(): void {
  const PADDING_END = 12;
  let seen: FrameRecord = { frames: [], longTasks: [], arrivals: [], pictures: [] };
  let bytes: { at: number; value: Uint8Array }[] = [];
  let isOn = false;
  let held: { row: Element; top: number } | null = null;
  let length = 0;
  // A message posted while a picture is made is handled when it is made.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    if (!isOn) return;
    const at = performance.now();
    const scroller = document.querySelector('[aria-label="Transcript"]');
    const last = scroller?.querySelector('ol > li:last-child');
    const texts = scroller?.querySelectorAll('.markdown');
    const text = texts?.[texts.length - 1]?.lastElementChild?.textContent ?? '';
    if (text.length !== length) performance.mark('bench-update');
    length = text.length;
    const bottom = scroller?.getBoundingClientRect().bottom ?? 0;
    seen.pictures.push({
      at,
      marker: Number(/.*\bn(\d+)/s.exec(text.slice(-400))?.[1] ?? -1),
      gap: bottom - (last?.getBoundingClientRect().bottom ?? 0) - PADDING_END,
      drift: held ? Math.abs(held.row.getBoundingClientRect().top - held.top) : 0,
    });
  };
  const tick = (at: number) => {
    if (!isOn) return;
    seen.frames.push(at);
    port2.postMessage(null);
    requestAnimationFrame(tick);
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ at: startTime, duration });
  }).observe({ type: 'longtask' });
  const read = ReadableStreamDefaultReader.prototype.read;
  ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
    const result = await read.call(this);
    if (isOn && result.value instanceof Uint8Array) bytes.push({ at: performance.now(), value: result.value });
    return result;
  };
  window.benchProbe = {
    start() {
      seen = { frames: [], longTasks: [], arrivals: [], pictures: [] };
      bytes = [];
      held = null;
      isOn = true;
      requestAnimationFrame(tick);
    },
    hold() {
      const scroller = document.querySelector('[aria-label="Transcript"]');
      const box = scroller?.getBoundingClientRect();
      const middle = box ? (box.top + box.bottom) / 2 : 0;
      const rows = [...(scroller?.querySelectorAll('ol > li') ?? [])];
      const row = rows.find((each) => each.getBoundingClientRect().bottom > middle);
      held = row ? { row, top: row.getBoundingClientRect().top } : null;
    },
    stop() {
      isOn = false;
      const decoder = new TextDecoder();
      const arrivals = bytes.map(({ at, value }) => ({ at, text: decoder.decode(value) }));
      return { ...seen, arrivals };
    },
  };
}
