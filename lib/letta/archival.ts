import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { NewMemory } from '#lib/archival/read-import.ts';
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

export const archivalKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['archival', serverId, agentId] as const,
  list: (ref: AgentRef, text: string) => [...archivalKeys.agent(ref), 'list', text] as const,
  search: (ref: AgentRef, search: ArchivalSearch) => [...archivalKeys.agent(ref), 'search', search] as const,
};

/** The agent's passages, newest first, a page at a time; with `text`, those that contain it. */
export function passagesQuery(ref: AgentRef, text = '') {
  return infiniteQueryOptions({
    queryKey: archivalKeys.list(ref, text),
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
    queryKey: archivalKeys.search(ref, search),
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

/** Keeps a text in archival memory. */
export function addPassageMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (memory: NewMemory) => addPassage(ref, memory),
    onSuccess: (_passages, _input, _result, { client }) => refreshArchive(client, ref),
  });
}

/** Adds a memory. Throws RequestError or the client's error. Nothing is refreshed: for many at once. */
export async function addPassage({ serverId, agentId }: AgentRef, memory: NewMemory): Promise<void> {
  await lettaClient(serverId).agents.passages.create(agentId, {
    text: memory.text,
    tags: memory.tags.length > 0 ? memory.tags : null,
    ...(memory.createdAt ? { created_at: memory.createdAt } : {}),
  });
}

/**
 * Gives a passage another text or tags. Letta cannot change one: a new one is added with the old date, then the old one
 * is deleted, so that nothing is lost when the second fails.
 */
export function replacePassageMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: async ({ passage, text, tags }: { passage: ArchivalPassage; text: string; tags: string[] }) => {
      await addPassage(ref, { text, tags, createdAt: passage.createdAt });
      await deletePassage(ref, passage.id);
    },
    onSettled: (_answer, _error, _input, _result, { client }) => refreshArchive(client, ref),
  });
}

/** Removes a passage. */
export function deletePassageMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (passageId: string) => deletePassage(ref, passageId),
    onSuccess: (_answer, _id, _result, { client }) => refreshArchive(client, ref),
  });
}

/** Removes a passage. Nothing is refreshed: for many at once. */
export async function deletePassage({ serverId, agentId }: AgentRef, passageId: string): Promise<void> {
  await lettaClient(serverId).agents.passages.delete(passageId, { agent_id: agentId });
}

/** Reads everything about the agent's archive again. */
export async function refreshArchive(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: archivalKeys.agent(ref) }),
    client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  ]);
}

interface PageOptions {
  text: string;
  after: string | null;
  limit: number;
  signal: AbortSignal;
}

async function readPage({ serverId, agentId }: AgentRef, { text, after, limit, signal }: PageOptions) {
  const query = { limit, ascending: false, ...(text ? { search: text } : {}), ...(after ? { after } : {}) };
  const passages = await lettaClient(serverId).agents.passages.list(agentId, query, { signal });
  return passages.map(
    (passage): ArchivalPassage => ({
      id: passage.id ?? '',
      text: passage.text,
      tags: passage.tags ?? [],
      createdAt: passage.created_at ?? '',
    }),
  );
}
