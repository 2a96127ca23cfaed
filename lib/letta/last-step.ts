import { queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';
import { type Run, runKeys } from './runs.ts';
import type { Step } from './steps.ts';

/** The newest model call of an agent, as its provider counted it. */
export interface LastStep {
  id: string;
  /** What the provider was sent, in its own tokens: the one exact number. */
  promptTokens: number;
}

/** The last step that reported its tokens, of the agent's newest run; null where nothing tells. */
export function lastStepQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: [...runKeys.agent(ref), 'last-step'] as const,
    queryFn: async ({ signal }): Promise<LastStep | null> => {
      const root = `${serverPath(ref.serverId)}/v1/runs`;
      const query = new URLSearchParams({ agent_id: ref.agentId, limit: '1', order: 'desc' });
      const [run] = await requestJson<Run[]>(`${root}/?${query}`, { signal });
      if (!run) return null;
      const path = `${root}/${encodeURIComponent(run.id)}/steps?order=asc&limit=1000`;
      const steps = await requestJson<Step[]>(path, { signal });
      const last = steps.findLast((step) => (step.prompt_tokens ?? 0) > 0);
      return last ? { id: last.id, promptTokens: last.prompt_tokens ?? 0 } : null;
    },
  });
}
