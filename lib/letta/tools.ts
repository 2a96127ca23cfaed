import type { Tool, ToolCreateParams } from '@letta-ai/letta-client/resources/tools';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type AgentRef, agentKeys } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { lettaClient } from './create-letta-client.ts';

export type { Tool, ToolCreateParams };

const toolKeys = {
  all: (serverId: string) => ['tools', serverId] as const,
  library: (serverId: string, search: string) => [...toolKeys.all(serverId), 'library', search] as const,
  ofAgent: ({ serverId, agentId }: AgentRef) => [...toolKeys.all(serverId), 'agent', agentId] as const,
};

/** The agent's tools. Letta gives ten unless asked for more. */
export function agentToolsQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: toolKeys.ofAgent(ref),
    queryFn: async ({ signal }) => {
      const page = await lettaClient(ref.serverId).agents.tools.list(
        ref.agentId,
        { limit: 500, order: 'asc' },
        { signal },
      );
      return page.items;
    },
  });
}

/** Tools of the library whose name contains `search`. */
export function toolLibraryQuery(serverId: string, search: string) {
  return queryOptions({
    queryKey: toolKeys.library(serverId, search),
    queryFn: async ({ signal }) =>
      (await lettaClient(serverId).tools.list({ limit: 100, ...(search ? { search } : {}) }, { signal })).items,
  });
}

/** Gives the agent a tool. */
export function attachToolMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (toolId: string) => lettaClient(ref.serverId).agents.tools.attach(toolId, { agent_id: ref.agentId }),
    onSuccess: (_answer, _id, _result, { client }) => refreshTools(client, ref),
  });
}

/** Takes a tool from the agent; it stays in the library. */
export function detachToolMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (toolId: string) => lettaClient(ref.serverId).agents.tools.detach(toolId, { agent_id: ref.agentId }),
    onSuccess: (_answer, _id, _result, { client }) => refreshTools(client, ref),
  });
}

/** Puts a tool into the library, or replaces the one of the same name, and gives it to the agent. */
export function createAgentToolMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: async (params: ToolCreateParams) => {
      const client = lettaClient(ref.serverId);
      const tool = await client.tools.create(params);
      await client.agents.tools.attach(tool.id, { agent_id: ref.agentId });
      return tool;
    },
    onSuccess: (_tool, _params, _result, { client }) => refreshTools(client, ref),
  });
}

async function refreshTools(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: toolKeys.all(ref.serverId) }),
    client.invalidateQueries({ queryKey: agentKeys.item(ref) }),
    client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  ]);
}
