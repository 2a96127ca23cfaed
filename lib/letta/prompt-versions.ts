import { queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { requestJson } from './request-json.ts';

/** A version of a system prompt, as the ADE's own history has it. */
export interface PromptVersion {
  id: number;
  /** ISO 8601: when this Letta ADE saw it first. */
  at: string;
  /** `saved`: through this Letta ADE. `found`: somebody else had changed it by then, or it was there at the first look. */
  cause: 'saved' | 'found';
  characters: number;
}

const promptVersionKeys = {
  agent: ({ serverId, agentId }: AgentRef) => ['prompt-versions', serverId, agentId] as const,
};

/** The versions of an agent's system prompt, newest first. */
export function promptVersionsQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: promptVersionKeys.agent(ref),
    queryFn: ({ signal }) => requestJson<PromptVersion[]>(historyPath(ref), { signal }),
    staleTime: 0,
  });
}

/** The text of one version. */
export function promptVersionQuery(ref: AgentRef, id: number) {
  return queryOptions({
    queryKey: [...promptVersionKeys.agent(ref), id] as const,
    queryFn: async ({ signal }) =>
      (await requestJson<PromptVersion & { value: string }>(`${historyPath(ref)}/${id}`, { signal })).value,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function historyPath({ serverId, agentId }: AgentRef): string {
  return `/api/history/${encodeURIComponent(serverId)}/agents/${encodeURIComponent(agentId)}/prompts`;
}
