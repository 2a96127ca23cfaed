import { type InfiniteData, infiniteQueryOptions, mutationOptions } from '@tanstack/react-query';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { type SendIntent, toSendBody } from '#lib/runs/send-intent.ts';
import { adeFetch } from './ade-session.ts';
import type { AgentRef, ThreadRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { ADE_HEADERS, lettaClient, serverPath } from './create-letta-client.ts';
import { RequestError } from './describe-failure.ts';
import { refusalOf, requestJson } from './request-json.ts';

const PAGE_SIZE = 100;

export const messageKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['messages', serverId, agentId] as const,
  thread: (ref: ThreadRef) => [...messageKeys.agent(ref), ref.conversationId ?? 'default'] as const,
  history: (ref: ThreadRef, withErrors: boolean) => [...messageKeys.thread(ref), { withErrors }] as const,
};

/**
 * A thread's history: pages of messages, each oldest first, the newest page first. What was said stays said: read again,
 * only the newest page is asked for, however many are loaded.
 */
export function messagesQuery(ref: ThreadRef, { withErrors }: { withErrors: boolean }) {
  const queryKey = messageKeys.history(ref, withErrors);
  return infiniteQueryOptions({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal, client }) => {
      const loaded = client.getQueryData<InfiniteData<LettaMessage[], string | null>>(queryKey);
      const known = loaded?.pages[loaded.pageParams.indexOf(pageParam)];
      if (known && pageParam !== null) return known;
      const page = await readHistoryPage(ref, { before: pageParam, withErrors, signal });
      return known ? joinNewest(known, page) : page;
    },
    // One stored message can be several of these: a page is the last one only when it is empty.
    getNextPageParam: (page, pages) =>
      page.length === 0 || (pages.length === 1 && page.length < PAGE_SIZE / 2) ? null : (page[0]?.id ?? null),
  });
}

/** The newest page as it was, with what has come; only what is new where the two do not meet. */
function joinNewest(before: LettaMessage[], page: LettaMessage[]): LettaMessage[] {
  const meeting = before.findIndex(({ id }) => id === page[0]?.id);
  return meeting === -1 ? page : [...before.slice(0, meeting), ...page];
}

interface PageOptions {
  before: string | null;
  withErrors?: boolean;
  signal?: AbortSignal;
}

/** One page of a thread's history, oldest first: the newest, or what lies before a message. */
export async function readHistoryPage(ref: ThreadRef, options: PageOptions): Promise<LettaMessage[]> {
  const { before, withErrors = false, signal } = options;
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), order: 'desc' });
  if (before) query.set('before', before);
  if (withErrors) query.set('include_err', 'true');
  // Without it, an agent's messages of all conversations come mixed.
  if (ref.conversationId === null) query.set('conversation_id', 'default');
  const page = await requestJson<LettaMessage[]>(`${messagesPath(ref)}?${query}`, signal ? { signal } : {});
  // An agent's messages come oldest first whatever the order, a conversation's newest first.
  return ref.conversationId === null ? page : inReadingOrder(page);
}

/** Newest stored message first, but the parts of one message in their own order. */
function inReadingOrder(page: LettaMessage[]): LettaMessage[] {
  const groups: LettaMessage[][] = [];
  for (const message of page) {
    const last = groups.at(-1);
    if (last?.[0]?.id === message.id) last.push(message);
    else groups.push([message]);
  }
  return groups.reverse().flat();
}

/**
 * Sends a message, or answers, and returns the stream that follows; of an async one, the run it began. One POST, never
 * sent again: an aborted signal stops reading, not the run. Throws RequestError when the server refuses before that.
 */
export async function openTurn(
  ref: ThreadRef,
  intent: SendIntent,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | { runId: string }> {
  const body = toSendBody(intent);
  if (!intent.options.isAsync) return await openStream(messagesPath(ref), body, signal);
  const run = await requestJson<{ id: string }>(`${messagesPath(ref)}/async`, { method: 'POST', body, signal });
  return { runId: run.id };
}

/** The stream of a background run behind number `after`. Throws RequestError when the server has none. */
export async function resumeRunStream(
  ref: AgentRef,
  { runId, after }: { runId: string; after: number },
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const path = `${serverPath(ref.serverId)}/v1/runs/${encodeURIComponent(runId)}/stream`;
  return await openStream(path, { starting_after: after, include_pings: true }, signal);
}

async function openStream(path: string, body: unknown, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const response = await adeFetch(path, {
    method: 'POST',
    headers: { ...ADE_HEADERS, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const error = {
      message: 'The server did not answer with a stream.',
      next: 'Check that the connection points at a Letta server.',
    };
    throw new RequestError(502, { error }, response.headers);
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
    mutationFn: ({ withDefaults }: { withDefaults: boolean }) =>
      lettaClient(ref.serverId).agents.messages.reset(ref.agentId, { add_default_initial_messages: withDefaults }),
    onSuccess: async (_answer, _input, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: messageKeys.agent(ref) }),
        client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
      ]);
    },
  });
}

/** Where a thread's messages are. */
export function messagesPath({ serverId, agentId, conversationId }: ThreadRef): string {
  const owner =
    conversationId === null
      ? `agents/${encodeURIComponent(agentId)}`
      : `conversations/${encodeURIComponent(conversationId)}`;
  return `${serverPath(serverId)}/v1/${owner}/messages`;
}
