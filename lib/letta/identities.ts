import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { AgentState } from './agents.ts';
import { serverPath } from './create-letta-client.ts';
import { statusOf } from './describe-failure.ts';
import { requestJson } from './request-json.ts';

/** Whom an agent or a block belongs to. Letta has deprecated identities. */
export interface Identity {
  id: string;
  /** The key under which another system knows it. */
  identifier_key: string;
  name: string;
  identity_type?: string;
  project_id?: string | null;
}

/** Which identities of a library are shown. Servers find a part of a name, and a whole key. Empty: all. */
export interface IdentityFilter {
  where: 'name' | 'identifier_key';
  text: string;
}

const MOST = 200;
const PAGE_SIZE = 50;
const MOST_BLOCKS = 1_000;

/** How many agents of an identity are looked at. */
export const MOST_IDENTITY_AGENTS = 100;

const identityKeys = {
  all: (serverId: string) => ['identities', serverId] as const,
  choices: (serverId: string) => [...identityKeys.all(serverId), 'choices'] as const,
  list: (serverId: string, filter: IdentityFilter) => [...identityKeys.all(serverId), 'list', filter] as const,
  agents: (serverId: string, id: string) => [...identityKeys.all(serverId), 'agents', id] as const,
  ofBlock: (serverId: string, blockId: string) => [...identityKeys.all(serverId), 'of block', blockId] as const,
};

/** The client has no identities, so the paths stand here. */
function listIdentities(serverId: string, params: Record<string, string>, signal: AbortSignal): Promise<Identity[]> {
  const query = new URLSearchParams(params);
  return requestJson<Identity[]>(`${serverPath(serverId)}/v1/identities/?${query}`, { signal });
}

/** The server's identities to choose from; at most 200. Null where the server has none to offer. */
export function identitiesQuery(serverId: string) {
  return queryOptions({
    queryKey: identityKeys.choices(serverId),
    queryFn: ({ signal }): Promise<Identity[] | null> =>
      listIdentities(serverId, { limit: String(MOST) }, signal).catch((error: unknown) => {
        if (statusOf(error) === 404) return null;
        throw error;
      }),
    staleTime: 60_000,
  });
}

/** The identities of a server, a page at a time. Oldest first is the order in which every Letta server pages forwards. */
export function identityPagesQuery(serverId: string, { where, text }: IdentityFilter) {
  return infiniteQueryOptions({
    queryKey: identityKeys.list(serverId, { where, text }),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      listIdentities(
        serverId,
        {
          limit: String(PAGE_SIZE),
          order: 'asc',
          ...(text ? { [where]: text } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
        signal,
      ),
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

/** The agents of an identity, newest first; at most 100. */
export function identityAgentsQuery(serverId: string, identityId: string) {
  return queryOptions({
    queryKey: identityKeys.agents(serverId, identityId),
    queryFn: ({ signal }) => {
      const path = `${serverPath(serverId)}/v1/identities/${encodeURIComponent(identityId)}/agents`;
      return requestJson<AgentState[]>(`${path}?limit=${MOST_IDENTITY_AGENTS}&order=desc`, { signal });
    },
  });
}

/** The identities that have a block, among the first 50 of the server: its list does not tell whose blocks they are. */
export function blockIdentitiesQuery(serverId: string, blockId: string) {
  return queryOptions({
    queryKey: identityKeys.ofBlock(serverId, blockId),
    queryFn: async ({ signal }) => {
      const identities = await listIdentities(serverId, { limit: String(PAGE_SIZE) }, signal);
      const owns = await Promise.all(
        identities.map(async ({ id }) => {
          const path = `${serverPath(serverId)}/v1/identities/${encodeURIComponent(id)}/blocks?limit=${MOST_BLOCKS}`;
          return (await requestJson<{ id: string }[]>(path, { signal })).some((block) => block.id === blockId);
        }),
      );
      return identities.filter((_identity, index) => owns[index]);
    },
  });
}

/** Gives a block to an identity, or takes it away. */
export function linkIdentityMutation(serverId: string, blockId: string) {
  return mutationOptions({
    mutationFn: ({ identityId, action }: { identityId: string; action: 'attach' | 'detach' }) => {
      const [block, identity] = [blockId, identityId].map(encodeURIComponent);
      const path = `${serverPath(serverId)}/v1/blocks/${block}/identities/${action}/${identity}`;
      return requestJson<unknown>(path, { method: 'PATCH' });
    },
    onSuccess: (_block, _input, _result, { client }) =>
      client.invalidateQueries({ queryKey: identityKeys.all(serverId) }),
  });
}
