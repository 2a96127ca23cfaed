import type { FileListResponse } from '@letta-ai/letta-client/resources/folders/files';
import type { Folder } from '@letta-ai/letta-client/resources/folders/folders';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { agentQuery } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';
import { statusOf } from './describe-failure.ts';

export type { Folder };
export type FolderFile = FileListResponse;

const FOLDERS_PAGE = 200;
const MOST_FOLDERS = 1_000;
const FILES_PAGE = 100;

/** How many agents of a folder are looked at: each is asked for its name. */
export const MOST_FOLDER_AGENTS = 100;

const folderKeys = {
  all: (serverId: string) => ['folders', serverId] as const,
  list: (serverId: string) => [...folderKeys.all(serverId), 'list'] as const,
  files: (serverId: string, folderId: string) => [...folderKeys.all(serverId), 'files', folderId] as const,
  agents: (serverId: string, folderId: string) => [...folderKeys.all(serverId), 'agents', folderId] as const,
};

/**
 * The folders of a server by their names; at most 1,000. Read to the end, because Letta finds a folder only by its full
 * name. Oldest first is the order in which every Letta server pages forwards.
 */
export function foldersQuery(serverId: string) {
  return queryOptions({
    queryKey: folderKeys.list(serverId),
    queryFn: async ({ signal }) => {
      const byId = new Map<string, Folder>();
      let after: string | undefined;
      for (let seen = 0; seen < MOST_FOLDERS; seen += FOLDERS_PAGE) {
        const params = { limit: FOLDERS_PAGE, order: 'asc', ...(after ? { after } : {}) } as const;
        const { items } = await lettaClient(serverId).folders.list(params, { signal });
        const known = byId.size;
        for (const folder of items) byId.set(folder.id, folder);
        after = items.at(-1)?.id;
        if (items.length < FOLDERS_PAGE || byId.size === known) break;
      }
      return [...byId.values()].sort((one, other) => one.name.localeCompare(other.name));
    },
  });
}

/** The folders whose name or description holds a text, whatever its case. */
export function findFolders(folders: Folder[], text: string): Folder[] {
  const sought = text.toLowerCase();
  return folders.filter(({ name, description }) => `${name}\n${description ?? ''}`.toLowerCase().includes(sought));
}

/** The handle of the model that embeds a folder's files; null where the server does not tell. */
export function folderEmbedding(folder: Folder): string | null {
  const config: Partial<Folder['embedding_config']> | undefined = folder.embedding_config;
  return config?.handle ?? config?.embedding_model ?? null;
}

/** The files of a folder without their content, oldest first, a page at a time. */
export function folderFilesQuery(serverId: string, folderId: string) {
  return infiniteQueryOptions({
    queryKey: folderKeys.files(serverId, folderId),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const params = { limit: FILES_PAGE, order: 'asc', ...(pageParam ? { after: pageParam } : {}) } as const;
      return (await lettaClient(serverId).folders.files.list(folderId, params, { signal })).items;
    },
    getNextPageParam: (page) => (page.length < FILES_PAGE ? null : (page.at(-1)?.id ?? null)),
  });
}

/** How far the server is with a file, in words. */
export function fileState(file: FolderFile): { label: string; tone: 'neutral' | 'success' | 'danger' } {
  const { processing_status: status, chunks_embedded: done, total_chunks: all } = file;
  switch (status) {
    case 'completed':
      return { label: 'ready', tone: 'success' };
    case 'error':
      return { label: 'failed', tone: 'danger' };
    case 'embedding':
      return { label: all ? `embedding, ${done ?? 0} of ${all} parts` : 'embedding', tone: 'neutral' };
    case 'parsing':
      return { label: 'being read', tone: 'neutral' };
    case 'pending':
      return { label: 'waiting', tone: 'neutral' };
    default:
      return { label: status ?? 'state not reported', tone: 'neutral' };
  }
}

/** The agents a folder is attached to, newest first; at most 100. The server tells their ids, and each its name. */
export function folderAgentsQuery(serverId: string, folderId: string) {
  return queryOptions({
    queryKey: folderKeys.agents(serverId, folderId),
    queryFn: async ({ client, signal }) => {
      const params = { limit: MOST_FOLDER_AGENTS, order: 'desc' } as const;
      const ids = await lettaClient(serverId).folders.agents.list(folderId, params, { signal });
      const agents = await Promise.all(
        ids.slice(0, MOST_FOLDER_AGENTS).map((agentId) => readName(client, serverId, agentId)),
      );
      return agents.filter((agent) => agent !== null);
    },
  });
}

/** Null for an agent that is gone. One that does not tell its name is still worth a link. */
async function readName(client: QueryClient, serverId: string, agentId: string) {
  try {
    const { id, name } = await client.fetchQuery({ ...agentQuery({ serverId, agentId }), staleTime: 60_000 });
    return { id, name };
  } catch (error) {
    return statusOf(error) === 404 ? null : { id: agentId, name: agentId };
  }
}
