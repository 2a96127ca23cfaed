import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { readContent } from '#lib/runs/message-content.ts';
import type { ThreadRef } from './agents.ts';
import { type ContextWindow, contextKeys, threadContextQuery } from './context-window.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

/**
 * The system message a thread really runs with: what was compiled last, not what would be now. Null where the server
 * does not show it. Source: `GET /v1/agents/{id}/context`, whose first message it is.
 */
export function runningPromptQuery(ref: ThreadRef) {
  return queryOptions({ ...threadContextQuery(ref), select: readRunningPrompt });
}

/** Compiles the prompt of a thread anew, with what is saved now. */
export function recompileMutation(ref: ThreadRef) {
  return mutationOptions({
    mutationFn: () => recompilePrompt(ref),
    onSuccess: (_answer, _input, _result, { client }) => client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  });
}

/** Compiles the prompt of a thread anew. Nothing is refreshed. */
export async function recompilePrompt({ serverId, agentId, conversationId }: ThreadRef): Promise<void> {
  const owner =
    conversationId === null
      ? `agents/${encodeURIComponent(agentId)}`
      : `conversations/${encodeURIComponent(conversationId)}`;
  await requestJson(`${serverPath(serverId)}/v1/${owner}/recompile`, { method: 'POST' });
}

/** Compiles the prompts of several agents anew, one after the other. Rejects with the first failure. */
export async function recompilePrompts(serverId: string, agentIds: readonly string[]): Promise<void> {
  for (const agentId of agentIds)
    await requestJson(`${serverPath(serverId)}/v1/agents/${encodeURIComponent(agentId)}/recompile`, { method: 'POST' });
}

/** The text of the system message that a context begins with; null when it begins with another. */
export function readRunningPrompt({ messages }: ContextWindow): string | null {
  const [first] = messages;
  if (typeof first !== 'object' || first === null || Reflect.get(first, 'role') !== 'system') return null;
  return readContent(Reflect.get(first, 'content')).text || null;
}
