import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { requestJson } from './request-json.ts';

/** A connection as the ADE's own process describes it. It never carries the key. */
export interface ServerRecord {
  id: string;
  name: string;
  url: string;
  kind: 'embedded' | 'local' | 'env' | 'saved';
  hasKey: boolean;
  editable: boolean;
}

/** The server in the ADE's own process. */
export const BUILT_IN_SERVER = 'embedded';

/** Whether a server is Letta's own. */
export function isLettaCloud({ url }: Pick<ServerRecord, 'url'>): boolean {
  return URL.parse(url)?.hostname === 'api.letta.com';
}

/** What a test of a connection found. */
export type ServerStatus =
  /** `secure`: whether it refuses calls without its key; missing where that could not be told. */
  | { ok: true; version: string; status: string; latencyMs: number; secure?: boolean }
  | { ok: false; reason: string; message: string; next: string };

/** What a person enters for a connection. An absent key keeps the stored one. */
export interface ServerInput {
  name: string;
  url: string;
  key?: string | undefined;
}

const serverKeys = {
  all: ['servers'] as const,
  list: () => [...serverKeys.all, 'list'] as const,
  status: (id: string) => [...serverKeys.all, 'status', id] as const,
};

/** Every connection. */
export function serversQuery() {
  return queryOptions({
    queryKey: serverKeys.list(),
    queryFn: ({ signal }) => requestJson<ServerRecord[]>('/api/servers', { signal }),
    // A Letta server that is started on this machine appears by itself.
    refetchInterval: 15_000,
  });
}

/** Whether a server answers, and what it is. */
export function serverStatusQuery(id: string) {
  return queryOptions({
    queryKey: serverKeys.status(id),
    queryFn: ({ signal }) => requestJson<ServerStatus>(`/api/servers/${encodeURIComponent(id)}/status`, { signal }),
    refetchInterval: 30_000,
  });
}

/** Tries a connection without saving it. */
export async function testServer(input: {
  url: string;
  key?: string | undefined;
  id?: string | undefined;
}): Promise<ServerStatus> {
  return await requestJson<ServerStatus>('/api/servers/test', { method: 'POST', body: input });
}

/** Saves a new connection, or the changes of one. */
export function saveServerMutation(id: string | null) {
  return mutationOptions({
    mutationFn: (input: ServerInput) =>
      id === null
        ? requestJson<ServerRecord>('/api/servers', { method: 'POST', body: input })
        : requestJson<ServerRecord>(`/api/servers/${encodeURIComponent(id)}`, { method: 'PATCH', body: input }),
    onSuccess: (_saved, _input, _result, { client }) => client.invalidateQueries({ queryKey: serverKeys.all }),
  });
}

/** Forgets a connection and its key. */
export function removeServerMutation() {
  return mutationOptions({
    mutationFn: (id: string) => requestJson<null>(`/api/servers/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: async (_gone, id, _result, { client }) => {
      // Nobody may ask for the status of a server that is gone.
      client.setQueryData(serversQuery().queryKey, (servers) => servers?.filter((server) => server.id !== id));
      client.removeQueries({ queryKey: serverKeys.status(id) });
      await client.invalidateQueries({ queryKey: serverKeys.list() });
    },
  });
}
