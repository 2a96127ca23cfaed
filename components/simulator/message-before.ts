import type { InfiniteData, QueryKey } from '@tanstack/react-query';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { joinPages } from './merge-transcript.ts';

/** The id of the stored message before another one, in what was loaded of a thread; null when it is not there. */
export function messageBefore(loaded: [QueryKey, unknown][], message: LettaMessage): string | null {
  for (const [, data] of loaded) {
    const { pages } = (data ?? { pages: [] }) as InfiniteData<LettaMessage[]>;
    const messages = joinPages(pages);
    const index = messages.findIndex((each) => each.id === message.id);
    const before = messages.slice(0, Math.max(index, 0)).findLast((each) => each.id !== message.id);
    if (before) return before.id;
  }
  return null;
}
