import type { Density } from '#components/ui/preferences-store.ts';
import { keyOf, type LettaMessage } from '#lib/runs/letta-message.ts';
import type { TranscriptItem } from '#lib/runs/to-transcript.ts';
import type { MergedMessages } from './merge-transcript.ts';

/** A line of the transcript: an item, the end of a past turn, or how the live turn stands. */
export type Row = { key: string; item: TranscriptItem } | { key: string; endOf: string } | { key: 'live-status' };

export interface RowOptions {
  density: Density;
  /** The run whose end the last row tells. */
  liveRunId: string | null;
}

type Merged = MergedMessages & { items: TranscriptItem[] };

const LIVE_STATUS: Row = { key: 'live-status' };
const SIMPLE_KINDS = new Set<TranscriptItem['kind']>(['user', 'assistant', 'tool', 'tool-return', 'agent-message']);

/**
 * The lines of a transcript. A turn of history ends with a line of its own. A stream draws many times a second, so the
 * lines of what is past are kept while that stays the same.
 */
function toRows(items: TranscriptItem[], { density, liveRunId }: RowOptions): Row[] {
  const shown = density === 'simple' ? items.filter((item) => SIMPLE_KINDS.has(item.kind)) : items;
  const rows: Row[] = [];
  for (const [index, item] of shown.entries()) {
    rows.push({ key: item.key, item });
    const runId = item.source.run_id;
    if (runId && runId !== shown[index + 1]?.source.run_id && runId !== liveRunId && density !== 'simple')
      rows.push({ key: `end-${item.key}`, endOf: runId });
  }
  return rows;
}

/** Makes the lines again and again, those of the past only when it changed. */
export function createRowMaker(): (merged: Merged, options: RowOptions) => Row[] {
  let lastPast: TranscriptItem[] = [];
  let lastOptions: RowOptions = { density: 'detailed', liveRunId: null };
  let pastRows: Row[] = [];
  return (merged, options) => {
    if (options.density === 'raw') return [...[...merged.past, ...merged.live].map(toRawRow), LIVE_STATUS];
    const count = firstChanged(merged.items, lastPast);
    const isSame =
      count === lastPast.length &&
      options.density === lastOptions.density &&
      options.liveRunId === lastOptions.liveRunId;
    if (!isSame) {
      lastPast = merged.items.filter((item) => !item.isLive);
      lastOptions = options;
      pastRows = toRows(lastPast, options);
    }
    const live = merged.items.slice(lastPast.length);
    return [...pastRows, ...toRows(live, options), LIVE_STATUS];
  };
}

/** How many items of `before` stand at the beginning of `items`. */
function firstChanged(items: TranscriptItem[], before: TranscriptItem[]): number {
  for (let index = 0; index < before.length; index += 1) if (items[index] !== before[index]) return index;
  return before.length;
}

function toRawRow(message: LettaMessage): Row {
  const key = keyOf(message);
  return { key: `raw-${message.id}-${key}`, item: { key, source: message, isLive: false, kind: 'raw' } };
}
