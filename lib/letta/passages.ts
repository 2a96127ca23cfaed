import type { Passage } from '@letta-ai/letta-client/resources/passages';
import { mutationOptions, type QueryClient } from '@tanstack/react-query';
import type { NewMemory } from '#lib/archival/read-import.ts';
import type { AgentRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { lettaClient } from './create-letta-client.ts';
import { isMissingRoute, statusOf } from './describe-failure.ts';

/** A passage of archival memory as the ADE shows it, without its embedding. */
export interface ArchivalPassage {
  id: string;
  text: string;
  tags: string[];
  createdAt: string;
  /** Null where the server did not say: a search by meaning leaves both out. */
  archiveId: string | null;
  metadata: Record<string, unknown> | null;
}

/** An archive of a server. */
export interface ArchiveRef {
  serverId: string;
  archiveId: string;
}

/** Where passages are kept: in the archive of an agent, or in an archive named by itself. */
export type PassageHome = AgentRef | ArchiveRef;

export const archivalKeys = {
  server: (serverId: string) => ['archival', serverId] as const,
  agent: ({ serverId, agentId }: AgentRef) => [...archivalKeys.server(serverId), agentId] as const,
  archive: ({ serverId, archiveId }: ArchiveRef) => [...archivalKeys.server(serverId), archiveId] as const,
  everywhere: (serverId: string) => [...archivalKeys.server(serverId), 'everywhere'] as const,
};

/** A passage as the server sends it, without its embedding. */
export function toPassage(passage: Passage): ArchivalPassage {
  return {
    id: passage.id ?? '',
    text: passage.text,
    tags: passage.tags ?? [],
    createdAt: passage.created_at ?? '',
    archiveId: passage.archive_id ?? null,
    metadata: passage.metadata ?? {},
  };
}

/** Keeps a text in archival memory. */
export function addPassageMutation(home: PassageHome) {
  return mutationOptions({
    mutationFn: (memory: NewMemory) => addPassage(home, memory),
    onSuccess: (_passages, _input, _result, { client }) => refreshPassages(client, home),
  });
}

/** Adds a memory. Throws RequestError or the client's error. Nothing is refreshed: for many at once. */
export async function addPassage(home: PassageHome, memory: NewMemory): Promise<void> {
  const body = {
    text: memory.text,
    tags: memory.tags.length > 0 ? memory.tags : null,
    ...(memory.createdAt ? { created_at: memory.createdAt } : {}),
  };
  const client = lettaClient(home.serverId);
  const metadata = memory.metadata ? { metadata: memory.metadata } : {};
  if ('archiveId' in home) await client.archives.passages.create(home.archiveId, { ...body, ...metadata });
  else await client.agents.passages.create(home.agentId, body);
}

/**
 * Gives a passage another text or tags. Letta cannot change one: a new one is added with the old date, then the old one
 * is deleted, so that nothing is lost when the second fails.
 */
export function replacePassageMutation(home: PassageHome) {
  return mutationOptions({
    mutationFn: async ({ passage, text, tags }: { passage: ArchivalPassage; text: string; tags: string[] }) => {
      const { archiveId, createdAt, metadata } = passage;
      // An agent's own route takes no metadata.
      const keepsMore = archiveId !== null && metadata !== null && Object.keys(metadata).length > 0;
      const target = keepsMore ? { serverId: home.serverId, archiveId } : home;
      await addPassage(target, { text, tags, createdAt, ...(metadata ? { metadata } : {}) });
      await deletePassage(home, passage.id);
    },
    onSettled: (_answer, _error, _input, _result, { client }) => refreshPassages(client, home),
  });
}

/** Removes a passage. */
export function deletePassageMutation(home: PassageHome) {
  return mutationOptions({
    mutationFn: (passageId: string) => deletePassage(home, passageId),
    onSuccess: (_answer, _id, _result, { client }) => refreshPassages(client, home),
  });
}

/**
 * Removes a passage; one that is gone already, by another tab or the agent, counts as removed. Nothing is refreshed:
 * for many at once.
 */
export async function deletePassage(home: PassageHome, passageId: string): Promise<void> {
  const client = lettaClient(home.serverId);
  try {
    if ('archiveId' in home) await client.archives.passages.delete(passageId, { archive_id: home.archiveId });
    else await client.agents.passages.delete(passageId, { agent_id: home.agentId });
  } catch (error) {
    if (statusOf(error) !== 404 || isMissingRoute(error)) throw error;
  }
}

/** Reads again whatever may show the passages of this home: agents share archives, so all of the server's. */
export async function refreshPassages(client: QueryClient, { serverId }: PassageHome): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: archivalKeys.server(serverId) }),
    client.invalidateQueries({ queryKey: contextKeys.server(serverId) }),
  ]);
}
