import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '#server/log.ts';
import { openJsonFile } from './json-file.ts';

/** A connection the user saved. */
export interface SavedServer {
  id: string;
  name: string;
  url: string;
  kind: 'saved';
}

/** The saved connections, in the order they were added. Holds no keys. */
export interface ServerStore {
  list(): readonly SavedServer[];
  add(server: { name: string; url: string }): Promise<SavedServer>;
  /** Answers undefined when there is no such server. */
  edit(id: string, change: { name?: string | undefined; url?: string | undefined }): Promise<SavedServer | undefined>;
  delete(id: string): Promise<boolean>;
}

const fileSchema = z.object({
  version: z.literal(1),
  servers: z.array(
    z.object({ id: z.string().regex(/^srv-[0-9a-f]{8}$/), name: z.string(), url: z.url(), kind: z.literal('saved') }),
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
    add: ({ name, url }) =>
      file.update((value) => {
        const server: SavedServer = { id: freshId(value.servers), name, url, kind: 'saved' };
        return { value: { ...value, servers: [...value.servers, server] }, result: server };
      }),
    edit: (id, change) =>
      file.update((value) => {
        const old = value.servers.find((server) => server.id === id);
        if (!old) return { value, result: undefined };
        const edited = { ...old, name: change.name ?? old.name, url: change.url ?? old.url };
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

function freshId(servers: readonly SavedServer[]): string {
  const id = `srv-${randomBytes(4).toString('hex')}`;
  return servers.some((server) => server.id === id) ? freshId(servers) : id;
}
