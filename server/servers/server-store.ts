import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#server/log.ts';
import { openJsonFile } from './json-file.ts';

export const SERVER_COLORS = ['red', 'orange', 'green', 'blue', 'purple'] as const;

const detailsSchema = z.object({
  project: z.string().optional(),
  actingUser: z.string().optional(),
  /** `password` sends the key in the header of older servers. */
  keyHeader: z.literal('password').optional(),
  color: z.enum(SERVER_COLORS).optional(),
  /** The SHA-256 fingerprint of the only certificate that is taken. */
  certificate: z.string().optional(),
});

/** What a connection has besides name, address and key. What is missing is as usual. */
export type ConnectionDetails = z.infer<typeof detailsSchema>;

/** Null takes a detail away; what is missing stays. */
export type DetailsChange = { [Detail in keyof ConnectionDetails]: ConnectionDetails[Detail] | null };

/** A connection the user saved. */
export interface SavedServer extends ConnectionDetails {
  id: string;
  name: string;
  url: string;
  kind: 'saved';
}

/** The saved connections, in the order they were added. Holds no keys. */
export interface ServerStore {
  list(): readonly SavedServer[];
  add(server: { name: string; url: string } & DetailsChange): Promise<SavedServer>;
  /** Answers undefined when there is no such server. */
  edit(
    id: string,
    change: { name?: string | undefined; url?: string | undefined } & DetailsChange,
  ): Promise<SavedServer | undefined>;
  delete(id: string): Promise<boolean>;
}

const fileSchema = z.object({
  version: z.literal(1),
  servers: z.array(
    z.object({
      id: z.string().regex(/^srv-[0-9a-f]{8}$/),
      name: z.string(),
      url: z.url(),
      kind: z.literal('saved'),
      ...detailsSchema.shape,
    }),
  ),
});

/** Opens `servers.json` in the data folder. */
export async function openServerStore(folder: string, log: Log): Promise<ServerStore> {
  const file = await openJsonFile<z.infer<typeof fileSchema>>({
    path: join(folder, 'servers.json'),
    schema: fileSchema,
    fallback: { version: 1, servers: [] },
    keepsBackup: true,
    log,
  });
  return {
    list: () => file.read().servers,
    add: ({ name, url, ...details }) =>
      file.update((value) => {
        const server: SavedServer = {
          id: freshId(value.servers),
          name,
          url,
          kind: 'saved',
          ...changeDetails({}, details),
        };
        return { value: { ...value, servers: [...value.servers, server] }, result: server };
      }),
    edit: (id, { name, url, ...details }) =>
      file.update((value) => {
        const old = value.servers.find((server) => server.id === id);
        if (!old) return { value, result: undefined };
        const { id: _id, name: oldName, url: oldUrl, kind, ...before } = old;
        const edited = { id, name: name ?? oldName, url: url ?? oldUrl, kind, ...changeDetails(before, details) };
        const servers = value.servers.map((server) => (server === old ? edited : server));
        return { value: { ...value, servers }, result: edited };
      }),
    delete: (id) =>
      file.update((value) => {
        const servers = value.servers.filter((server) => server.id !== id);
        if (servers.length === value.servers.length) return { value, result: false };
        return { value: { ...value, servers }, result: true };
      }),
  };
}

function changeDetails(before: ConnectionDetails, change: DetailsChange): ConnectionDetails {
  const wanted = Object.entries(change).filter(([, value]) => value !== undefined);
  const after = Object.entries({ ...before, ...Object.fromEntries(wanted) });
  return detailsSchema.parse(Object.fromEntries(after.filter(([, value]) => value !== null)));
}

function freshId(servers: readonly SavedServer[]): string {
  const id = `srv-${randomBytes(4).toString('hex')}`;
  return servers.some((server) => server.id === id) ? freshId(servers) : id;
}
