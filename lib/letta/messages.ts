import { infiniteQueryOptions, mutationOptions } from '@tanstack/react-query';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import type { AgentRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { ADE_HEADERS, lettaClient, serverPath } from './create-letta-client.ts';
import { RequestError } from './describe-failure.ts';
import { readBody, requestJson } from './request-json.ts';

/** A message a person sends. `otid` identifies the intent: the same one is never sent twice. */
export interface OutgoingMessage {
  role: 'user' | 'system';
  content: string;
  otid: string;
}

const PAGE_SIZE = 50;

export const messageKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['messages', serverId, agentId] as const,
};

/** The agent's history: pages of messages, each oldest first, the newest page first. */
export function messagesQuery(ref: AgentRef) {
  return infiniteQueryOptions({
    queryKey: messageKeys.agent(ref),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(PAGE_SIZE), order: 'desc' });
      if (pageParam) query.set('before', pageParam);
      return await requestJson<LettaMessage[]>(`${messagesPath(ref)}?${query}`, { signal });
    },
    // One stored message can be several of these: a page is the last one only when it is empty.
    getNextPageParam: (page, pages) =>
      page.length === 0 || (pages.length === 1 && page.length < PAGE_SIZE / 2) ? null : (page[0]?.id ?? null),
  });
}

/**
 * Sends a message and returns the stream that answers it. One POST, never sent again: an aborted signal stops
 * reading, not the run. Throws RequestError when the server refuses before the stream begins.
 */
export async function openMessageStream(
  ref: AgentRef,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(messagesPath(ref), {
    method: 'POST',
    headers: { ...ADE_HEADERS, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ messages: [message], streaming: true, stream_tokens: true }),
    signal,
  });
  if (!response.ok || !response.body) throw new RequestError(response.status, await readBody(response));
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw new RequestError(502, {
      error: {
        message: 'The server did not answer with a stream.',
        next: 'Check that the connection points at a Letta server.',
      },
    });
  }
  return response.body;
}

/** Asks the server to stop a run. */
export async function cancelRun(ref: AgentRef, runId: string): Promise<void> {
  await lettaClient(ref.serverId).agents.messages.cancel(ref.agentId, { run_ids: [runId] });
}

/** Empties the agent's context window; its history stays on the server. */
export function resetMessagesMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: () =>
      lettaClient(ref.serverId).agents.messages.reset(ref.agentId, { add_default_initial_messages: false }),
    onSuccess: async (_answer, _input, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: messageKeys.agent(ref) }),
        client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
      ]);
    },
  });
}

function messagesPath(ref: AgentRef): string {
  return `${serverPath(ref.serverId)}/v1/agents/${encodeURIComponent(ref.agentId)}/messages`;
}
