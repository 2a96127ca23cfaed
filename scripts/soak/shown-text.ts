import type { TranscriptItem } from '#lib/runs/to-transcript.ts';

/** What a person reads in a row. */
export function shownText(item: TranscriptItem): string {
  if (item.kind === 'tool') return item.arguments;
  return 'text' in item ? item.text : '';
}
