import { queryOptions } from '@tanstack/react-query';
import type { AgentRef, ThreadRef } from './agents.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

/** Letta's ContextWindowOverview. Older servers lack some of the optional parts. */
export interface ContextWindow {
  context_window_size_max: number;
  context_window_size_current: number;
  num_messages: number;
  num_archival_memory: number;
  num_recall_memory: number;
  num_tokens_system: number;
  system_prompt: string;
  num_tokens_core_memory: number;
  core_memory: string;
  num_tokens_external_memory_summary: number;
  external_memory_summary: string;
  num_tokens_summary_memory: number;
  summary_memory?: string | null;
  num_tokens_functions_definitions: number;
  functions_definitions?: unknown[] | null;
  num_tokens_messages: number;
  messages: unknown[];
  num_tokens_memory_filesystem?: number;
  memory_filesystem?: string | null;
  num_tokens_tool_usage_rules?: number;
  tool_usage_rules?: string | null;
  num_tokens_directories?: number;
  directories?: string | null;
}

export const contextKeys = {
  server: (serverId: string) => ['context', serverId] as const,
  agent: ({ serverId, agentId }: AgentRef) => [...contextKeys.server(serverId), agentId] as const,
};

/** What the agent's context window holds. */
export function contextWindowQuery(ref: AgentRef) {
  return threadContextQuery({ ...ref, conversationId: null });
}

/** What the context window of one thread holds. The SDK has no method for it. */
export function threadContextQuery({ serverId, agentId, conversationId }: ThreadRef) {
  const query = conversationId === null ? '' : `?${new URLSearchParams({ conversation_id: conversationId })}`;
  const path = `${serverPath(serverId)}/v1/agents/${encodeURIComponent(agentId)}/context${query}`;
  const agentKey = contextKeys.agent({ serverId, agentId });
  return queryOptions({
    queryKey: conversationId === null ? agentKey : ([...agentKey, 'conversation', conversationId] as const),
    queryFn: ({ signal }) => requestJson<ContextWindow>(path, { signal }),
  });
}
