import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { requestJson } from './request-json.ts';

/** Colours that tell connections apart at a glance. */
export const SERVER_COLORS = ['red', 'orange', 'green', 'blue', 'purple'] as const;

export type ServerColor = (typeof SERVER_COLORS)[number];

/** What a connection has besides name, address and key. What is missing is as usual. */
export interface ConnectionDetails {
  /** Slug or id, sent as X-Project. */
  project?: string;
  /** Id of the user to act as, sent as user_id. */
  actingUser?: string;
  /** `password` sends the key in the header of older servers, X-BARE-PASSWORD. */
  keyHeader?: 'password';
  color?: ServerColor;
  /** The SHA-256 fingerprint of the only certificate that is taken. */
  certificate?: string;
}

/** A connection as the ADE's own process describes it. It never carries the key. */
export interface ServerRecord extends ConnectionDetails {
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
  /** `secure` is false when it was seen to answer without its key. */
  | { ok: true; version: string; latencyMs: number; secure: boolean; reached?: Reached }
  | { ok: false; reason: string; message: string; next: string; certificate?: CertificateFacts };

/** Where a connection led. The issuer of the certificate is null where nothing is encrypted. */
export interface Reached {
  address: string;
  /** Whether the address is this computer’s or of a network of one’s own. */
  isPrivate: boolean;
  issuer: string | null;
}

/** A certificate that was not trusted. */
export interface CertificateFacts {
  fingerprint: string;
  subject: string;
  issuer: string;
  validFrom: string;
  validTo: string;
}

/** Null takes a detail away; what is absent stays. */
type DetailsInput = { [Detail in keyof ConnectionDetails]?: NonNullable<ConnectionDetails[Detail]> | null };

/** What a person enters for a connection. An absent key keeps the stored one. */
export interface ServerInput extends DetailsInput {
  name: string;
  url: string;
  key?: string | undefined;
  /** That the key may go unencrypted to an address that is not one’s own. */
  plainHttp?: boolean;
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
export async function testServer(
  input: Omit<ServerInput, 'name' | 'color'> & { id?: string | undefined },
): Promise<ServerStatus> {
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

/** Trusts one certificate of a connection that is saved. */
export function trustCertificateMutation(id: string) {
  return mutationOptions({
    mutationFn: (certificate: string) =>
      requestJson<ServerRecord>(`/api/servers/${encodeURIComponent(id)}`, { method: 'PATCH', body: { certificate } }),
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
