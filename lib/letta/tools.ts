import type { Tool, ToolCreateParams, ToolUpdateParams } from '@letta-ai/letta-client/resources/tools';
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { type AgentRef, agentKeys } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { lettaClient, serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

export type { Tool, ToolCreateParams, ToolUpdateParams };

/** Which tools of a library are shown. Empty: all. */
export interface ToolFilter {
  search: string;
  types: string[];
}

export const toolKeys = {
  all: (serverId: string) => ['tools', serverId] as const,
  library: (serverId: string, filter: ToolFilter) => [...toolKeys.all(serverId), 'library', filter] as const,
  item: (serverId: string, toolId: string) => [...toolKeys.all(serverId), 'item', toolId] as const,
  users: (serverId: string, toolId: string) => [...toolKeys.all(serverId), 'users', toolId] as const,
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

const PAGE_SIZE = 100;

/** The server's tools, newest first, a page at a time. */
export function toolLibraryQuery(serverId: string, filter: ToolFilter) {
  return infiniteQueryOptions({
    queryKey: toolKeys.library(serverId, filter),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const page = await lettaClient(serverId).tools.list(
        {
          limit: PAGE_SIZE,
          ...(filter.search ? { search: filter.search } : {}),
          ...(filter.types.length > 0 ? { tool_types: filter.types } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
        { signal },
      );
      return page.items;
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

/** One tool. */
export function toolQuery(serverId: string, toolId: string) {
  return queryOptions({
    queryKey: toolKeys.item(serverId, toolId),
    queryFn: ({ signal }) => lettaClient(serverId).tools.retrieve(toolId, { signal }),
  });
}

/** The tools that have one of these names. */
export function toolsByNameQuery(serverId: string, names: string[]) {
  return queryOptions({
    queryKey: [...toolKeys.all(serverId), 'by-names', names] as const,
    queryFn: async ({ signal }) =>
      names.length === 0 ? [] : (await lettaClient(serverId).tools.list({ names, limit: 500 }, { signal })).items,
  });
}

/** The tool that has a name; null when it is free. */
export function toolByNameQuery(serverId: string, name: string) {
  return queryOptions({
    queryKey: [...toolKeys.all(serverId), 'by-name', name] as const,
    queryFn: async ({ signal }) => (await lettaClient(serverId).tools.list({ name }, { signal })).items[0] ?? null,
  });
}

/** An agent that has a tool. */
export interface ToolUser {
  id: string;
  name: string;
}

const AGENTS_PAGE = 50;
const MOST_AGENTS = 1_000;

/** The agents that have a tool, of the newest 1,000: no server lists them, so every agent is looked at. */
export function toolUsersQuery(serverId: string, toolId: string) {
  return queryOptions({
    queryKey: toolKeys.users(serverId, toolId),
    queryFn: async ({ signal }) => {
      const users: ToolUser[] = [];
      let after: string | undefined;
      for (let seen = 0; seen < MOST_AGENTS; seen += AGENTS_PAGE) {
        const page = await lettaClient(serverId).agents.list(
          { limit: AGENTS_PAGE, order: 'desc', include: ['agent.tools'], ...(after ? { after } : {}) },
          { signal },
        );
        for (const agent of page.items)
          if (agent.tools?.some((tool) => tool.id === toolId)) users.push({ id: agent.id, name: agent.name });
        after = page.items.at(-1)?.id;
        if (page.items.length < AGENTS_PAGE) break;
      }
      return users;
    },
  });
}

/** Puts a tool into the library, or replaces the one of the same name. */
export function createToolMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (params: ToolCreateParams) => lettaClient(serverId).tools.create(params),
    onSuccess: (_tool, _params, _result, { client }) => client.invalidateQueries({ queryKey: toolKeys.all(serverId) }),
  });
}

/** Changes the named fields of a tool. The schema is not read from new source by the server: send both. */
export function updateToolMutation(serverId: string) {
  return mutationOptions({
    mutationFn: ({ toolId, params }: { toolId: string; params: ToolUpdateParams }) =>
      lettaClient(serverId).tools.update(toolId, params),
    onSuccess: (_tool, _params, _result, { client }) => client.invalidateQueries({ queryKey: toolKeys.all(serverId) }),
  });
}

/** Deletes a tool; agents that have it lose it. */
export function deleteToolMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (toolId: string) => lettaClient(serverId).tools.delete(toolId),
    onSuccess: (_answer, _id, _result, { client }) => client.invalidateQueries({ queryKey: toolKeys.all(serverId) }),
  });
}

/** Brings back the tools that come with Letta. The SDK has no method for it. */
export function restoreBaseToolsMutation(serverId: string) {
  return mutationOptions({
    mutationFn: () => requestJson<Tool[]>(`${serverPath(serverId)}/v1/tools/add-base-tools`, { method: 'POST' }),
    onSuccess: (_answer, _input, _result, { client }) => client.invalidateQueries({ queryKey: toolKeys.all(serverId) }),
  });
}

/** Whether the agent asks before it runs a tool. Source: `PATCH …/tools/approval/{tool_name}`, by name. */
export function approvalMutation({ serverId, agentId }: AgentRef) {
  return mutationOptions({
    mutationFn: ({ toolName, isRequired }: { toolName: string; isRequired: boolean }) =>
      requestJson<unknown>(
        `${serverPath(serverId)}/v1/agents/${encodeURIComponent(agentId)}/tools/approval/${encodeURIComponent(toolName)}`,
        { method: 'PATCH', body: { requires_approval: isRequired } },
      ),
    onSuccess: (_answer, _input, _result, { client }) =>
      client.invalidateQueries({ queryKey: agentKeys.item({ serverId, agentId }) }),
  });
}

/** Gives the agent a tool. */
export function attachToolMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (toolId: string) => lettaClient(ref.serverId).agents.tools.attach(toolId, { agent_id: ref.agentId }),
    onSuccess: (_answer, _id, _result, { client }) => refreshAgentTools(client, ref),
  });
}

/** Takes a tool from the agent; it stays in the library. */
export function detachToolMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (toolId: string) => lettaClient(ref.serverId).agents.tools.detach(toolId, { agent_id: ref.agentId }),
    onSuccess: (_answer, _id, _result, { client }) => refreshAgentTools(client, ref),
  });
}

/** Everything that was read of an agent's tools is out of date. */
export async function refreshAgentTools(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: toolKeys.all(ref.serverId) }),
    client.invalidateQueries({ queryKey: agentKeys.item(ref) }),
    client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  ]);
}
