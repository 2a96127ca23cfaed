import { queryOptions } from '@tanstack/react-query';
import type { ThreadRef } from './agents.ts';
import { contextKeys, threadContextQuery } from './context-window.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';
import { readRunningPrompt } from './running-prompt.ts';

/** The prompt a thread runs with, and the one it would get if it were compiled now. */
export interface Drift {
  running: string;
  next: string;
  isBehind: boolean;
}

/**
 * Whether a thread runs with a prompt that is behind what is saved. Null where the server does not show both. It
 * compiles without saving: `POST …/recompile?dry_run=true`.
 */
export function driftQuery(ref: ThreadRef) {
  const { serverId, agentId, conversationId } = ref;
  const owner =
    conversationId === null
      ? `agents/${encodeURIComponent(agentId)}`
      : `conversations/${encodeURIComponent(conversationId)}`;
  return queryOptions({
    queryKey: [...contextKeys.agent({ serverId, agentId }), 'drift', conversationId] as const,
    queryFn: async ({ signal, client }): Promise<Drift | null> => {
      const [window, next] = await Promise.all([
        // The page reads the context anyway: the same answer serves both.
        client.fetchQuery({ ...threadContextQuery(ref), staleTime: 1_000 }),
        requestJson<unknown>(`${serverPath(serverId)}/v1/${owner}/recompile?dry_run=true`, { method: 'POST', signal }),
      ]);
      const running = readRunningPrompt(window);
      if (running === null || typeof next !== 'string') return null;
      return { running, next, isBehind: comparable(running) !== comparable(next) };
    },
    retry: false,
  });
}

/** Without what changes with every look: dates and counts. */
function comparable(prompt: string): string {
  return prompt.replace(/<memory_metadata>[\s\S]*?<\/memory_metadata>/g, '').trim();
}
