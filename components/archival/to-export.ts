import type { ArchivalPassage } from '#lib/letta/archival.ts';

/** Memories as a file that can be imported again. */
export function toExport(passages: ArchivalPassage[]): string {
  const entries = passages.map(({ text, tags, createdAt }) => ({ text, tags, created_at: createdAt }));
  return JSON.stringify({ passages: entries }, null, 2);
}
