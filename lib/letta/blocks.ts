import type { BlockResponse } from '@letta-ai/letta-client/resources/blocks/blocks';
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { adeFetch } from './ade-session.ts';
import type { AgentRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { ADE_HEADERS, lettaClient, serverPath } from './create-letta-client.ts';
import { runHeaders } from './current-run.ts';
import { RequestError } from './describe-failure.ts';
import { readBody } from './request-json.ts';

export type Block = BlockResponse;

/** What a person may change of a block. */
export interface BlockChange {
  value?: string;
  description?: string;
  limit?: number;
  read_only?: boolean;
  label?: string;
  metadata?: Record<string, unknown>;
}

/** Which blocks of a library are shown. Empty: all. */
export interface BlockFilter {
  where: 'label_search' | 'value_search' | 'description_search' | 'name';
  text: string;
  /** How many agents have it. */
  sharing: '' | 'none' | 'one' | 'many';
  /** Letta lists templates apart from the blocks that agents have. */
  kind: 'blocks' | 'templates';
}

/** A save that was refused because the block is not what it was; `current` is what it is now. */
export class BlockConflictError extends Error {
  readonly current: Block;

  constructor(current: Block) {
    super('The block changed since you opened it.');
    this.current = current;
  }
}

export const blockKeys = {
  all: (serverId: string) => ['blocks', serverId] as const,
  library: (serverId: string, search: string) => [...blockKeys.all(serverId), 'library', search] as const,
  ofAgent: ({ serverId, agentId }: AgentRef) => [...blockKeys.all(serverId), 'agent', agentId] as const,
  sharedWith: (serverId: string, blockId: string) => [...blockKeys.all(serverId), 'agents', blockId] as const,
};

/** The agent's memory blocks. */
export function agentBlocksQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: blockKeys.ofAgent(ref),
    queryFn: async ({ signal }) =>
      (
        await lettaClient(ref.serverId).agents.blocks.list(
          ref.agentId,
          { limit: 200 },
          { signal, headers: runHeaders(ref) },
        )
      ).items,
  });
}

/** Blocks of the library whose label contains `search`. */
export function blockLibraryQuery(serverId: string, search: string) {
  return queryOptions({
    queryKey: blockKeys.library(serverId, search),
    queryFn: async ({ signal }) => {
      const page = await lettaClient(serverId).blocks.list(
        { limit: 50, ...(search ? { label_search: search } : {}) },
        { signal },
      );
      return page.items;
    },
  });
}

const PAGE_SIZE = 50;

/** The blocks of a server, a page at a time. */
export function blocksQuery(serverId: string, { where, text, sharing, kind }: BlockFilter) {
  return infiniteQueryOptions({
    queryKey: [...blockKeys.all(serverId), 'list', { where, text, sharing, kind }] as const,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const page = await lettaClient(serverId).blocks.list(
        {
          limit: PAGE_SIZE,
          ...(text ? { [where]: text } : {}),
          ...sharedBy(sharing),
          ...(kind === 'templates' ? { templates_only: true } : {}),
          ...(pageParam ? { after: pageParam } : {}),
        },
        { signal },
      );
      return page.items;
    },
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? null : (page.at(-1)?.id ?? null)),
  });
}

function sharedBy(sharing: BlockFilter['sharing']) {
  if (sharing === '') return {};
  if (sharing === 'many') return { connected_to_agents_count_gt: 1 };
  return { connected_to_agents_count_eq: [sharing === 'none' ? 0 : 1] };
}

/** Makes a block of the library, or changes one that must still hold the value it was opened with. */
export function saveLibraryBlockMutation(serverId: string) {
  return mutationOptions({
    mutationFn: async ({ block, change }: { block: Block | null; change: LibraryBlockChange }) => {
      if (block === null) return await lettaClient(serverId).blocks.create(change);
      const path = `${serverPath(serverId)}/v1/blocks/${encodeURIComponent(block.id)}`;
      const read = await requestBlock(path);
      if (read.block.value !== block.value) throw new BlockConflictError(read.block);
      const headers: Record<string, string> = read.etag ? { 'if-match': read.etag } : {};
      return (await requestBlock(path, { method: 'PATCH', body: JSON.stringify(change), headers })).block;
    },
    onSuccess: (_block, _input, _result, { client }) => client.invalidateQueries({ queryKey: blockKeys.all(serverId) }),
  });
}

/** Everything a person may give a block of the library. */
export interface LibraryBlockChange {
  label: string;
  description: string;
  value: string;
  limit: number;
  metadata: Record<string, unknown>;
  read_only: boolean;
}

/** Deletes a block, from every agent too. */
export function deleteBlockMutation(serverId: string) {
  return mutationOptions({
    mutationFn: (blockId: string) => lettaClient(serverId).blocks.delete(blockId),
    // Not who has it: the page that still shows it would ask for what is gone.
    onSuccess: (_answer, blockId, _result, { client }) =>
      client.invalidateQueries({
        queryKey: blockKeys.all(serverId),
        predicate: ({ queryKey }) => !queryKey.includes(blockId),
      }),
  });
}

/** The agents that have this block. */
export function blockAgentsQuery(serverId: string, blockId: string) {
  return queryOptions({
    queryKey: blockKeys.sharedWith(serverId, blockId),
    queryFn: async ({ signal }) => (await lettaClient(serverId).blocks.agents.list(blockId, {}, { signal })).items,
  });
}

/**
 * Saves an edit that started from `base`. The block is read first and must still have that value, and where the
 * server gives entity tags the write depends on the one just read; else nothing between the read and the write
 * protects it, one round trip. Throws BlockConflictError.
 */
export function saveBlockMutation(ref: AgentRef, label: string) {
  return mutationOptions({
    mutationFn: async ({ base, change }: { base: string; change: BlockChange }) => {
      const path = `${serverPath(ref.serverId)}/v1/agents/${encodeURIComponent(ref.agentId)}/core-memory/blocks/${encodeURIComponent(label)}`;
      const read = await requestBlock(path);
      if (change.value !== undefined && read.block.value !== base) throw new BlockConflictError(read.block);
      const headers: Record<string, string> = read.etag ? { 'if-match': read.etag } : {};
      const saved = await requestBlock(path, { method: 'PATCH', body: JSON.stringify(change), headers });
      return saved.block;
    },
    onSuccess: (saved, _variables, _result, { client }) => {
      putBlock(client, ref, saved);
      // Not waited for: the block is on the page as it was saved, and an editor can close.
      void refreshMemory(client, ref);
    },
    // What the server has now is known from the refusal: everything on the page starts from it.
    onError: (error, _variables, _result, { client }) => {
      if (error instanceof BlockConflictError) putBlock(client, ref, error.current);
    },
  });
}

/** Makes a block and gives it to the agent. */
export function createAgentBlockMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: async (block: { label: string; value: string; description?: string; limit?: number }) => {
      const client = lettaClient(ref.serverId);
      const created = await client.blocks.create(block);
      try {
        await client.agents.blocks.attach(created.id, { agent_id: ref.agentId });
      } catch (error) {
        // A block nobody asked for must not stay behind in the library.
        await client.blocks.delete(created.id).catch(() => undefined);
        throw error;
      }
      return created;
    },
    onSuccess: (_block, _input, _result, { client }) => refreshSharing(client, ref),
  });
}

/** Gives the agent a block of the library. */
export function attachBlockMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (blockId: string) => lettaClient(ref.serverId).agents.blocks.attach(blockId, { agent_id: ref.agentId }),
    onSuccess: (_agent, _id, _result, { client }) => refreshSharing(client, ref),
  });
}

/** Takes a block from the agent; it stays in the library. */
export function detachBlockMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (blockId: string) => lettaClient(ref.serverId).agents.blocks.detach(blockId, { agent_id: ref.agentId }),
    onSuccess: (_agent, _id, _result, { client }) => refreshSharing(client, ref),
  });
}

async function requestBlock(
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
) {
  const headers = { ...ADE_HEADERS, ...(init.body ? { 'content-type': 'application/json' } : {}), ...init.headers };
  const response = await adeFetch(path, { ...init, headers });
  const body = await readBody(response);
  const current = response.status === 412 ? currentOf(body) : null;
  if (current) throw new BlockConflictError(current);
  if (!response.ok) throw new RequestError(response.status, body, response.headers);
  return { block: body as Block, etag: response.headers.get('etag') };
}

function currentOf(body: unknown): Block | null {
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : null;
  return typeof detail === 'object' && detail !== null && 'current' in detail ? (detail.current as Block) : null;
}

function putBlock(client: QueryClient, ref: AgentRef, block: Block): void {
  client.setQueryData(agentBlocksQuery(ref).queryKey, (blocks) =>
    blocks?.map((each) => (each.id === block.id ? block : each)),
  );
}

/** Attaching and detaching also change who shares a block, and the library. */
async function refreshSharing(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: blockKeys.all(ref.serverId) }),
    client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  ]);
}

async function refreshMemory(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: blockKeys.ofAgent(ref) }),
    client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
  ]);
}
