import type { Archive } from '@letta-ai/letta-client/resources/archives/archives';
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { AgentRef, AgentState } from './agents.ts';
import { lettaClient, serverPath } from './create-letta-client.ts';
import { refreshPassages } from './passages.ts';
import { requestJson } from './request-json.ts';

export type { Archive };

/** What a person may say of an archive. */
export interface ArchiveInput {
  name: string;
  description: string;
}

const MOST = 200;

const archiveKeys = {
  all: (serverId: string) => ['archives', serverId] as const,
  list: (serverId: string) => [...archiveKeys.all(serverId), 'list'] as const,
  ofAgent: ({ serverId, agentId }: AgentRef) => [...archiveKeys.all(serverId), 'of', agentId] as const,
  agents: (serverId: string, archiveId: string) => [...archiveKeys.all(serverId), 'agents', archiveId] as const,
};

/** The server's archives, newest first; at most 200. */
export function archivesQuery(serverId: string) {
  return queryOptions({
    queryKey: archiveKeys.list(serverId),
    queryFn: async ({ signal }) => (await lettaClient(serverId).archives.list({ limit: MOST }, { signal })).items,
  });
}

/** The archive an agent keeps its memories in; null before its first memory. Letta gives an agent one at most. */
export function agentArchiveQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: archiveKeys.ofAgent(ref),
    queryFn: async ({ signal }) => {
      const page = await lettaClient(ref.serverId).archives.list({ agent_id: ref.agentId, limit: 1 }, { signal });
      return page.items[0] ?? null;
    },
  });
}

/** The agents that keep their memories in an archive. */
export function archiveAgentsQuery(serverId: string, archiveId: string) {
  return queryOptions({
    queryKey: archiveKeys.agents(serverId, archiveId),
    queryFn: ({ signal }) => readArchiveAgents(serverId, archiveId, signal),
  });
}

/** As `archiveAgentsQuery`, asked of the server now. */
export function readArchiveAgents(serverId: string, archiveId: string, signal: AbortSignal): Promise<AgentState[]> {
  const path = `${serverPath(serverId)}/v1/archives/${encodeURIComponent(archiveId)}/agents`;
  return requestJson<AgentState[]>(path, { signal });
}

/** Makes an archive, or changes one. `embedding` is the handle of the model for a new one. */
export function saveArchiveMutation(serverId: string) {
  return mutationOptions({
    mutationFn: ({ archive, input, embedding }: SaveArchive) =>
      archive === null
        ? lettaClient(serverId).archives.create({ ...input, ...(embedding ? { embedding } : {}) })
        : lettaClient(serverId).archives.update(archive.id, input),
    onSuccess: (_archive, _input, _result, { client }) =>
      client.invalidateQueries({ queryKey: archiveKeys.all(serverId) }),
  });
}

interface SaveArchive {
  archive: Archive | null;
  input: ArchiveInput;
  embedding: string | null;
}

/**
 * Lets the agent keep its memories in another archive, or in none (null). When the new one cannot be attached the old
 * one is attached again. The archive that is left keeps what is in it.
 */
export function chooseArchiveMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: async ({ from, to }: { from: Archive | null; to: Archive | null }) => {
      const { archives } = lettaClient(ref.serverId).agents;
      const params = { agent_id: ref.agentId };
      if (from) await archives.detach(from.id, params);
      if (!to) return;
      try {
        await archives.attach(to.id, params);
      } catch (error) {
        if (from) await archives.attach(from.id, params);
        throw error;
      }
    },
    onSettled: (_answer, _error, _input, _result, { client }) => refreshAll(client, ref),
  });
}

/** Deletes an archive with every memory in it. */
export function deleteArchiveMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: (archiveId: string) => lettaClient(ref.serverId).archives.delete(archiveId),
    onSuccess: async (_answer, archiveId, _result, { client }) => {
      // Not who has it: the page that still shows it would ask for what is gone.
      await client.invalidateQueries({
        queryKey: archiveKeys.all(ref.serverId),
        predicate: ({ queryKey }) => !queryKey.includes(archiveId),
      });
      await refreshPassages(client, ref);
    },
  });
}

async function refreshAll(client: QueryClient, ref: AgentRef): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: archiveKeys.all(ref.serverId) }),
    refreshPassages(client, ref),
  ]);
}
