import type {
  AgentCreateParams,
  AgentListParams,
  AgentState,
  AgentUpdateParams,
} from '@letta-ai/letta-client/resources/agents/agents';
import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query';
import { contextKeys } from './context-window.ts';
import { lettaClient, serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

export type { AgentCreateParams, AgentState, AgentUpdateParams };

/** The agent whose data a call is about. */
export interface AgentRef {
  serverId: string;
  agentId: string;
}

/** Names an agent among those of all servers, for what a browser keeps of it. */
export function agentKey({ serverId, agentId }: AgentRef): string {
  return `${serverId}/${agentId}`;
}

/** One thread of an agent: a conversation, or with null the agent's own. */
export interface ThreadRef extends AgentRef {
  conversationId: string | null;
}

/** What a list of agents shows, and in which order. */
export interface AgentFilter {
  text: string;
  tags: string[];
  /** Whether an agent needs one of the tags only. */
  anyTag?: boolean;
  sort?: AgentSort;
  /** How the last turn ended; null for any. */
  lastStop?: AgentState['last_stop_reason'];
  /** Also those that are hidden. */
  withHidden?: boolean;
  identityId?: string;
  identifierKeys?: string[];
  /** What only Letta Cloud knows; an empty text is any. */
  projectId?: string;
  templateId?: string;
  baseTemplateId?: string;
}

export type AgentSort = 'newest' | 'oldest' | 'last-run';

const PAGE_SIZE = 50;
const WAITS = 'requires_approval';

export const agentKeys = {
  all: (serverId: string) => ['agents', serverId] as const,
  lists: (serverId: string) => [...agentKeys.all(serverId), 'list'] as const,
  list: (serverId: string, filter: AgentFilter) => [...agentKeys.lists(serverId), filter] as const,
  count: (serverId: string) => [...agentKeys.lists(serverId), 'count'] as const,
  tags: (serverId: string) => [...agentKeys.lists(serverId), 'tags'] as const,
  item: ({ serverId, agentId }: AgentRef) => [...agentKeys.all(serverId), 'item', agentId] as const,
};

/** Agents, newest first unless sorted otherwise, a page at a time. */
export function agentsQuery(serverId: string, filter: AgentFilter) {
  return infiniteQueryOptions({
    queryKey: agentKeys.list(serverId, filter),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const params = { ...toListParams(filter), ...(pageParam ? { after: pageParam } : {}) };
      const page = await lettaClient(serverId).agents.list(params, { signal });
      return page.items;
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

function toListParams(filter: AgentFilter): AgentListParams {
  const { identityId, identifierKeys = [], projectId, templateId, baseTemplateId } = filter;
  return {
    limit: PAGE_SIZE,
    order: filter.sort === 'oldest' ? 'asc' : 'desc',
    include: ['agent.tags'],
    ...(filter.sort === 'last-run' ? { order_by: 'last_run_completion' } : {}),
    ...(filter.text ? { query_text: filter.text } : {}),
    ...(filter.tags.length > 0 ? { tags: filter.tags, match_all_tags: !filter.anyTag } : {}),
    ...(filter.lastStop ? { last_stop_reason: filter.lastStop } : {}),
    // It works on every server, though no description of the API names it.
    ...(filter.withHidden ? { show_hidden_agents: true } : {}),
    ...(identityId ? { identity_id: identityId } : {}),
    ...(identifierKeys.length > 0 ? { identifier_keys: identifierKeys } : {}),
    ...(projectId ? { project_id: projectId } : {}),
    ...(templateId ? { template_id: templateId } : {}),
    ...(baseTemplateId ? { base_template_id: baseTemplateId } : {}),
  };
}

/** The agents that stand still until a person decides on a tool call; at most 50. */
export function waitingAgentsQuery(serverId: string) {
  return queryOptions({
    queryKey: [...agentKeys.lists(serverId), 'waiting'] as const,
    queryFn: async ({ signal }) => {
      const page = await lettaClient(serverId).agents.list(
        { limit: PAGE_SIZE, order: 'desc', last_stop_reason: WAITS },
        { signal },
      );
      // A server that does not know the filter answers with all.
      return page.items.filter(isWaiting);
    },
    refetchInterval: 30_000,
  });
}

/** Whether an agent's last turn stopped at a tool call that a person has to decide on. */
export function isWaiting(agent: AgentState): boolean {
  return agent.last_stop_reason === WAITS;
}

/** How many agents the server has; the hidden ones are counted when they are asked for. */
export function agentCountQuery(serverId: string, { withHidden = false }: { withHidden?: boolean } = {}) {
  return queryOptions({
    queryKey: [...agentKeys.count(serverId), withHidden] as const,
    queryFn: ({ signal }) =>
      requestJson<number>(`${serverPath(serverId)}/v1/agents/count${withHidden ? '?show_hidden_agents=true' : ''}`, {
        signal,
      }),
  });
}

/** The tags of the server's agents, by their letters; at most 200. */
export function agentTagsQuery(serverId: string) {
  return queryOptions({
    queryKey: agentKeys.tags(serverId),
    queryFn: ({ signal }) => requestJson<string[]>(`${serverPath(serverId)}/v1/tags/?limit=200`, { signal }),
  });
}

/** One agent with its tags and identities. */
export function agentQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: agentKeys.item(ref),
    queryFn: ({ signal }) =>
      lettaClient(ref.serverId).agents.retrieve(
        ref.agentId,
        { include: ['agent.tags', 'agent.identities'] },
        { signal },
      ),
  });
}

const ALL_RELATIONS = [
  'agent.blocks',
  'agent.identities',
  'agent.managed_group',
  'agent.pending_approval',
  'agent.secrets',
  'agent.sources',
  'agent.tags',
  'agent.tools',
] as const;

/** One agent with all that belongs to it. The values of its secrets are masked before anything keeps them. */
export function wholeAgentQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: [...agentKeys.item(ref), 'whole'] as const,
    queryFn: async ({ signal }) => {
      const include = [...ALL_RELATIONS];
      const agent = await lettaClient(ref.serverId).agents.retrieve(ref.agentId, { include }, { signal });
      return {
        ...agent,
        secrets: agent.secrets?.map(maskSecret) ?? [],
        tool_exec_environment_variables: agent.tool_exec_environment_variables?.map(maskSecret) ?? [],
      };
    },
  });
}

function maskSecret<T extends object>(secret: T): T & { value: string; value_enc: null } {
  return { ...secret, value: '••••••••', value_enc: null };
}

/** Makes an agent. */
export function createAgentMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (params: AgentCreateParams) => lettaClient(serverId).agents.create(params),
    onSuccess: (_agent, _params, _result, { client }) =>
      client.invalidateQueries({ queryKey: agentKeys.lists(serverId) }),
  });
}

/** Changes the named fields of an agent. */
export function updateAgentMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (params: AgentUpdateParams) => lettaClient(ref.serverId).agents.update(ref.agentId, params),
    onSuccess: async (_agent, _params, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: agentKeys.item(ref) }),
        client.invalidateQueries({ queryKey: agentKeys.lists(ref.serverId) }),
        client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
      ]);
    },
  });
}

/** Deletes an agent with its messages. */
export function deleteAgentMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (agentId: string) => lettaClient(serverId).agents.delete(agentId),
    onSuccess: (_answer, _id, _result, { client }) => client.invalidateQueries({ queryKey: agentKeys.lists(serverId) }),
  });
}

/** Deletes an agent. Nothing is refreshed: for many at once. */
export async function deleteAgent({ serverId, agentId }: AgentRef): Promise<void> {
  await lettaClient(serverId).agents.delete(agentId);
}

/** Gives an agent some tags and takes others away; what it was tagged with meanwhile stays. Nothing is refreshed. */
export async function changeAgentTags(
  { serverId, agentId }: AgentRef,
  { add, remove }: { add: string[]; remove: string[] },
): Promise<void> {
  const { agents } = lettaClient(serverId);
  const { tags = [] } = await agents.retrieve(agentId, { include: ['agent.tags'] });
  const changed = [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag));
  const isSame = changed.length === tags.length && changed.every((tag) => tags.includes(tag));
  if (!isSame) await agents.update(agentId, { tags: changed });
}
