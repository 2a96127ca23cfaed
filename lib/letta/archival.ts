import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type DatedMemory, findablePiece } from '#lib/archival/dated-memories.ts';
import type { AgentRef } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';
import { type ArchivalPassage, archivalKeys, toPassage } from './passages.ts';

/** What to look for by meaning. Days as `2026-01-31`, null for any. */
export interface ArchivalSearch {
  query: string;
  tags: string[];
  matchAllTags: boolean;
  from: string | null;
  to: string | null;
}

const PAGE_SIZE = 25;
const EXPORT_PAGE = 100;

const listKey = (ref: AgentRef, text: string) => [...archivalKeys.agent(ref), 'list', text] as const;
const searchKey = (ref: AgentRef, search: ArchivalSearch) => [...archivalKeys.agent(ref), 'search', search] as const;

/** The agent's passages, newest first, a page at a time; with `text`, those that contain it. */
export function passagesQuery(ref: AgentRef, text = '') {
  return infiniteQueryOptions({
    queryKey: listKey(ref, text),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => readPage(ref, { text, after: pageParam, limit: PAGE_SIZE, signal }),
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

/**
 * The passages nearest in meaning to a query, best first. The server gives no score, only an order. The original looks
 * at tags after it has taken the best 25, so with tags more of them are asked for.
 */
export function archivalSearchQuery(ref: AgentRef, search: ArchivalSearch) {
  const { query, tags, matchAllTags, from, to } = search;
  return queryOptions({
    queryKey: searchKey(ref, search),
    queryFn: async ({ signal }) => {
      const params = {
        query,
        top_k: tags.length > 0 ? 100 : 25,
        ...(tags.length > 0 ? { tags, tag_match_mode: matchAllTags ? ('all' as const) : ('any' as const) } : {}),
        ...(from ? { start_datetime: `${from}T00:00:00` } : {}),
        ...(to ? { end_datetime: `${to}T23:59:59` } : {}),
      };
      const { results } = await lettaClient(ref.serverId).agents.passages.search(ref.agentId, params, { signal });
      return results.map(
        (result): ArchivalPassage => ({
          id: result.id,
          text: result.content,
          tags: result.tags ?? [],
          createdAt: result.timestamp,
          archiveId: null,
          metadata: null,
        }),
      );
    },
  });
}

/** Every passage of the agent, oldest first; `onCount` is told how many have come. Throws when aborted. */
export async function readAllPassages(
  ref: AgentRef,
  { onCount, signal }: { onCount: (count: number) => void; signal: AbortSignal },
): Promise<ArchivalPassage[]> {
  const all: ArchivalPassage[] = [];
  for (;;) {
    const page = await readPage(ref, { text: '', after: all.at(-1)?.id ?? null, limit: EXPORT_PAGE, signal });
    all.push(...page);
    onCount(all.length);
    if (page.length < EXPORT_PAGE) return all.reverse();
  }
}

/** Whether the agent has a memory with this text and date. Throws when aborted. */
export async function hasMemory(ref: AgentRef, memory: DatedMemory, signal: AbortSignal): Promise<boolean> {
  const text = findablePiece(memory.text);
  for (let after: string | null = null; ; ) {
    const page = await readPage(ref, { text, after, limit: EXPORT_PAGE, signal });
    const date = Date.parse(memory.createdAt);
    if (page.some((each) => each.text === memory.text && Date.parse(each.createdAt) === date)) return true;
    after = page.at(-1)?.id ?? null;
    if (page.length < EXPORT_PAGE) return false;
  }
}

interface PageOptions {
  text: string;
  after: string | null;
  limit: number;
  signal: AbortSignal;
}

async function readPage(
  { serverId, agentId }: AgentRef,
  { text, after, limit, signal }: PageOptions,
): Promise<ArchivalPassage[]> {
  const query = { limit, ascending: false, ...(text ? { search: text } : {}), ...(after ? { after } : {}) };
  const passages = await lettaClient(serverId).agents.passages.list(agentId, query, { signal });
  return passages.map(toPassage);
}
