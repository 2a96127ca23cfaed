import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { lettaClient } from './create-letta-client.ts';

/** A passage of archival memory as the ADE shows it, without its embedding. */
export interface ArchivalPassage {
  id: string;
  text: string;
  tags: string[];
  createdAt: string;
}

/** What to look for by meaning. */
export interface ArchivalSearch {
  query: string;
  tags: string[];
  matchAllTags: boolean;
}

const PAGE_SIZE = 25;

export const archivalKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['archival', serverId, agentId] as const,
  list: (ref: AgentRef) => [...archivalKeys.agent(ref), 'list'] as const,
  search: (ref: AgentRef, search: ArchivalSearch) => [...archivalKeys.agent(ref), 'search', search] as const,
};

/** The agent's passages, newest first, a page at a time. */
export function passagesQuery(ref: AgentRef) {
  return infiniteQueryOptions({
    queryKey: archivalKeys.list(ref),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE_SIZE, ascending: false, ...(pageParam ? { after: pageParam } : {}) };
      const passages = await lettaClient(ref.serverId).agents.passages.list(ref.agentId, query, { signal });
      return passages.map(
        (passage): ArchivalPassage => ({
          id: passage.id ?? '',
          text: passage.text,
          tags: passage.tags ?? [],
          createdAt: passage.created_at ?? '',
        }),
      );
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

/** The passages nearest in meaning to a query, best first. The server gives no score. */
export function archivalSearchQuery(ref: AgentRef, search: ArchivalSearch) {
  return queryOptions({
    queryKey: archivalKeys.search(ref, search),
    queryFn: async ({ signal }) => {
      const query = {
        query: search.query,
        top_k: 25,
        ...(search.tags.length > 0
          ? { tags: search.tags, tag_match_mode: search.matchAllTags ? ('all' as const) : ('any' as const) }
          : {}),
      };
      const { results } = await lettaClient(ref.serverId).agents.passages.search(ref.agentId, query, { signal });
      return results.map(
        (result): ArchivalPassage => ({
          id: result.id,
          text: result.content,
          tags: result.tags ?? [],
          createdAt: result.timestamp,
        }),
      );
    },
  });
}

/** Keeps a text in archival memory. */
export function addPassageMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (passage: { text: string; tags: string[] }) =>
      lettaClient(ref.serverId).agents.passages.create(ref.agentId, {
        text: passage.text,
        tags: passage.tags.length > 0 ? passage.tags : null,
      }),
    onSuccess: (_passages, _input, _result, { client }) => refreshArchive(client, ref),
  });
}

/** Removes a passage. */
export function deletePassageMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (passageId: string) =>
      lettaClient(ref.serverId).agents.passages.delete(passageId, { agent_id: ref.agentId }),
    onSuccess: (_answer, _id, _result, { client }) => refreshArchive(client, ref),
  });
}

async function refreshArchive(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: archivalKeys.agent(ref) }),
    client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  ]);
}
