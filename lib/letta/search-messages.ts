import { queryOptions } from '@tanstack/react-query';
import { readContent } from '#lib/runs/message-content.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

export const SEARCH_MODES = ['hybrid', 'vector', 'fts'] as const;
export type SearchMode = (typeof SEARCH_MODES)[number];

/** What to look for. Null: wherever, whenever, whoever said it. */
export interface MessageSearch {
  query: string;
  mode: SearchMode;
  roles: string[] | null;
  agentId: string | null;
  conversationId: string | null;
  /** Days as `2026-01-31`; the last one is searched to its end. */
  from: string | null;
  to: string | null;
}

/** A message the server found. Ranks count from 1; absent where that kind of search did not find it. */
export interface FoundMessage {
  id: string;
  text: string;
  role: string | null;
  date: string | null;
  agentId: string | null;
  conversationId: string | null;
  wordRank: number | null;
  meaningRank: number | null;
}

interface SearchAnswer {
  embedded_text?: string;
  fts_rank?: number | null;
  vector_rank?: number | null;
  conversation_id?: string | null;
  message?: {
    id?: string;
    role?: string;
    content?: unknown;
    created_at?: string;
    agent_id?: string | null;
    conversation_id?: string | null;
  };
}

const MOST = 50;

/** What a search finds. The same one is not asked again for a minute. */
export function messageSearchQuery(serverId: string, search: MessageSearch | null) {
  return queryOptions({
    queryKey: ['message-search', serverId, search] as const,
    queryFn: ({ signal }) => (search === null ? [] : searchMessages(serverId, search, signal)),
    staleTime: 60_000,
    retry: false,
  });
}

/**
 * Messages of all agents that mean or say something, the best first: at most 50. Letta Cloud has it, and a self-hosted
 * server with Turbopuffer; others answer 400. Throws RequestError. Source: `POST /v1/agents/messages/search`.
 */
async function searchMessages(serverId: string, search: MessageSearch, signal: AbortSignal): Promise<FoundMessage[]> {
  const body = {
    query: search.query,
    search_mode: search.mode,
    limit: MOST,
    ...(search.roles ? { roles: search.roles } : {}),
    ...(search.agentId ? { agent_id: search.agentId } : {}),
    ...(search.conversationId ? { conversation_id: search.conversationId } : {}),
    ...(search.from ? { start_date: new Date(`${search.from}T00:00:00`).toISOString() } : {}),
    ...(search.to ? { end_date: new Date(`${search.to}T23:59:59.999`).toISOString() } : {}),
  };
  const path = `${serverPath(serverId)}/v1/agents/messages/search`;
  const found = await requestJson<SearchAnswer[]>(path, { method: 'POST', body, signal });
  return found.map(toFoundMessage);
}

function toFoundMessage(answer: SearchAnswer, index: number): FoundMessage {
  const { message = {} } = answer;
  return {
    id: message.id ?? `found-${index}`,
    text: readContent(message.content).text || (answer.embedded_text ?? ''),
    role: message.role ?? null,
    date: message.created_at ?? null,
    agentId: message.agent_id ?? null,
    conversationId: answer.conversation_id ?? message.conversation_id ?? null,
    wordRank: answer.fts_rank ?? null,
    meaningRank: answer.vector_rank ?? null,
  };
}
