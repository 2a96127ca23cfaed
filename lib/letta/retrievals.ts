import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import {
  countRetrievals,
  type Retrieval,
  readSearchReturns,
  type SearchReturn,
} from '#lib/archival/read-search-returns.ts';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import type { AgentRef } from './agents.ts';
import { serverPath } from './create-letta-client.ts';
import { messageKeys } from './messages.ts';
import { requestJson } from './request-json.ts';

/** What is kept of a page of messages: how many, where it ends, and the searches in it. */
interface RetrievalPage {
  messageIds: string[];
  returns: SearchReturn[];
}

/** What the messages that were read tell. */
export interface Retrievals {
  byPassage: Map<string, Retrieval>;
  messages: number;
  searches: number;
  nameless: number;
}

type Pages = InfiniteData<RetrievalPage, string | null>;

const PAGE_SIZE = 100;

/**
 * Which passages the agent was given by its searches, read from its messages of all conversations, newest first, a
 * page at a time. What was said stays said: read again, only the newest page is asked for.
 */
export function retrievalsQuery(ref: AgentRef) {
  const queryKey = [...messageKeys.agent(ref), 'retrievals'] as const;
  return infiniteQueryOptions({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal, client }) => {
      const loaded = client.getQueryData<Pages>(queryKey);
      const known = loaded?.pages[loaded.pageParams.indexOf(pageParam)];
      if (known && pageParam !== null) return known;
      const page = toRetrievalPage(await readMessages(ref, pageParam, signal));
      return known ? joinNewest(known, page) : page;
    },
    getNextPageParam: (page, pages) =>
      page.messageIds.length === 0 || (pages.length === 1 && page.messageIds.length < PAGE_SIZE / 2)
        ? null
        : (page.messageIds.at(-1) ?? null),
    select: toRetrievals,
  });
}

function toRetrievals({ pages }: Pages): Retrievals {
  const returns = pages.flatMap((page) => page.returns);
  return {
    byPassage: countRetrievals(returns),
    messages: new Set(pages.flatMap(({ messageIds }) => messageIds)).size,
    searches: returns.length,
    nameless: returns.reduce((sum, each) => sum + each.nameless, 0),
  };
}

/** The newest page as it was, with what has come; only what is new where the two do not meet. */
function joinNewest(before: RetrievalPage, page: RetrievalPage): RetrievalPage {
  const [newest] = before.messageIds;
  if (newest === undefined || !page.messageIds.includes(newest)) return page;
  const known = new Set(before.messageIds);
  const calls = new Set(before.returns.map(({ callId }) => callId));
  return {
    messageIds: [...page.messageIds.filter((id) => !known.has(id)), ...before.messageIds],
    returns: [...page.returns.filter(({ callId }) => !calls.has(callId)), ...before.returns],
  };
}

function toRetrievalPage(messages: LettaMessage[]): RetrievalPage {
  return { messageIds: [...new Set(messages.map(({ id }) => id))], returns: readSearchReturns(messages) };
}

/** Newest first. Without a conversation, an agent's messages of all conversations come mixed: that is what is wanted. */
async function readMessages(ref: AgentRef, before: string | null, signal: AbortSignal): Promise<LettaMessage[]> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), order: 'desc' });
  if (before) query.set('before', before);
  const path = `${serverPath(ref.serverId)}/v1/agents/${encodeURIComponent(ref.agentId)}/messages?${query}`;
  const page = await requestJson<LettaMessage[]>(path, { signal });
  // An agent's messages come oldest first whatever the order.
  return page.toReversed();
}
