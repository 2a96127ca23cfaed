import type { Conversation as SdkConversation } from '@letta-ai/letta-client/resources/conversations/conversations';
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type AgentRef, agentKeys, type ThreadRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { lettaClient, serverPath } from './create-letta-client.ts';
import { forkConversation } from './fork-conversation.ts';
import { messageKeys } from './messages.ts';
import { requestJson } from './request-json.ts';

/** A thread of an agent. Servers name the blocks that are its own; the SDK does not. */
export type Conversation = SdkConversation & { isolated_block_ids?: string[] | null };

/** What a compaction did. Older servers do not say. */
export interface Compaction {
  summary: string;
  num_messages_before: number;
  num_messages_after: number;
}

const PAGE_SIZE = 50;

const conversationKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['conversations', serverId, agentId] as const,
  list: (ref: AgentRef, search: string) => [...conversationKeys.agent(ref), 'list', search] as const,
  item: (ref: AgentRef, id: string) => [...conversationKeys.agent(ref), 'item', id] as const,
};

/** An agent's conversations, the newest first, those whose summary contains `search`. */
export function conversationsQuery(ref: AgentRef, search: string) {
  return infiniteQueryOptions({
    queryKey: conversationKeys.list(ref, search),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ agent_id: ref.agentId, limit: String(PAGE_SIZE), order: 'desc' });
      if (search) query.set('summary_search', search);
      if (pageParam) query.set('after', pageParam);
      return requestJson<Conversation[]>(`${serverPath(ref.serverId)}/v1/conversations/?${query}`, { signal });
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

/** One conversation. */
export function conversationQuery(ref: AgentRef, id: string) {
  return queryOptions({
    queryKey: conversationKeys.item(ref, id),
    queryFn: ({ signal }): Promise<Conversation> => lettaClient(ref.serverId).conversations.retrieve(id, { signal }),
  });
}

/** Begins a conversation; the blocks named get copies of its own. The SDK does not know that field. */
export function createConversationMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: ({ summary, isolatedLabels }: { summary: string; isolatedLabels: string[] }) =>
      requestJson<Conversation>(
        `${serverPath(ref.serverId)}/v1/conversations/?${new URLSearchParams({ agent_id: ref.agentId })}`,
        {
          method: 'POST',
          body: {
            ...(summary ? { summary } : {}),
            ...(isolatedLabels.length > 0 ? { isolated_block_labels: isolatedLabels } : {}),
          },
        },
      ),
    onSuccess: (_made, _input, _result, { client }) => refresh(client, ref),
  });
}

/** Names a conversation: the name is its summary. */
export function renameConversationMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: ({ id, summary }: { id: string; summary: string }) =>
      lettaClient(ref.serverId).conversations.update(id, { summary }),
    onSuccess: (_answer, _input, _result, { client }) => refresh(client, ref),
  });
}

/** Makes a conversation that begins with all that a thread has said. */
export function forkConversationMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (thread: ThreadRef) => forkConversation(thread),
    onSuccess: (_fork, _thread, _result, { client }) => refresh(client, ref),
  });
}

/** Deletes a conversation; the agent and its memory stay. */
export function deleteConversationMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (id: string) => lettaClient(ref.serverId).conversations.delete(id),
    onSuccess: (_answer, id, _result, { client }) => {
      client.removeQueries({ queryKey: conversationKeys.item(ref, id) });
      return refresh(client, ref);
    },
  });
}

/** Replaces the older messages in a thread's context window by a summary; null where the server does not tell of it. */
export function compactMutation(ref: ThreadRef) {
  return mutationOptions({
    mutationFn: () => {
      const owner =
        ref.conversationId === null
          ? `agents/${encodeURIComponent(ref.agentId)}/summarize`
          : `conversations/${encodeURIComponent(ref.conversationId)}/compact`;
      const path = `${serverPath(ref.serverId)}/v1/${owner}`;
      return requestJson<Compaction | null>(path, { method: 'POST', body: {} });
    },
    onSuccess: async (_answer, _input, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: messageKeys.agent(ref) }),
        client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
        refresh(client, ref),
      ]);
    },
  });
}

async function refresh(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: conversationKeys.agent(ref) }),
    client.invalidateQueries({ queryKey: agentKeys.lists(ref.serverId) }),
  ]);
}
