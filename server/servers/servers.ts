import type { Env } from '#server/env.ts';
import type { Log } from '#server/log.ts';
import type { UpstreamAccess } from '#server/proxy/upstream-request.ts';
import { findLocalServer, type LocalServerFinder } from './find-local-server.ts';
import { openSecretStore, type SecretStore } from './secret-store.ts';
import {
  type ConnectionDetails,
  type DetailsChange,
  openServerStore,
  type SavedServer,
  type ServerStore,
} from './server-store.ts';

export type ServerKind = 'embedded' | 'local' | 'env' | 'saved';

/** A server as the browser sees it. Its key never leaves the process. */
export interface ServerRecord extends ConnectionDetails {
  id: string;
  name: string;
  url: string;
  kind: ServerKind;
  hasKey: boolean;
  keyHint: null;
  editable: boolean;
}

/** Every server the ADE can talk to: the embedded one, the saved ones, one from the environment and one found locally. */
export interface Servers {
  list(): ServerRecord[];
  get(id: string): ServerRecord | undefined;
  /** The key for this server, if it was given for the origin of `url`. */
  keyFor(id: string, url: string): string | undefined;
  /** What each call to it carries. */
  accessTo(server: ServerRecord): UpstreamAccess;
  add(server: { name: string; url: string; key?: string | undefined } & DetailsChange): Promise<ServerRecord>;
  /**
   * A new origin clears the old key and the trusted certificate, unless the change brings new ones; null clears them
   * too. Undefined when there is no such server.
   */
  edit(id: string, change: ServerChange): Promise<ServerRecord | undefined>;
  remove(id: string): Promise<boolean>;
}

export interface ServerChange extends DetailsChange {
  name?: string | undefined;
  url?: string | undefined;
  key?: string | null | undefined;
}

export interface ServersParts {
  store: ServerStore;
  secrets: SecretStore;
  local: LocalServerFinder;
  letta: Env['letta'];
}

/** Opens the saved servers in the data folder and starts looking for a local one. */
export async function openServers(options: { folder: string; letta: Env['letta']; log: Log }): Promise<Servers> {
  const local = findLocalServer();
  const store = await openServerStore(options.folder, options.log);
  const secrets = await openSecretStore(options.folder, options.log);
  return createServers({ store, secrets, local, letta: options.letta });
}

/** Joins the sources of servers into one list. */
export function createServers({ store, secrets, local, letta }: ServersParts): Servers {
  const keyFor: Servers['keyFor'] = (id, url) => {
    if (id === 'env') return letta && sameOrigin(letta.url, url) ? letta.key : undefined;
    const secret = secrets.get(id);
    return secret && secret.origin === new URL(url).origin ? secret.key : undefined;
  };
  const savedRecord = (server: SavedServer): ServerRecord => ({
    ...server,
    ...record('saved', server),
    hasKey: keyFor(server.id, server.url) !== undefined,
  });
  const get: Servers['get'] = (id) => {
    if (id === 'embedded') return record('embedded', { id, name: 'Built-in server', url: '' });
    if (id === 'env' && letta) return { ...envRecord(letta.url), hasKey: letta.key !== undefined };
    const localUrl = id === 'local' ? local.current() : undefined;
    if (localUrl) return record('local', { id, name: 'Local Letta server', url: localUrl });
    const saved = store.list().find((server) => server.id === id);
    return saved && savedRecord(saved);
  };
  return {
    get,
    keyFor,
    accessTo: ({ id, url, keyHeader, project, actingUser }) => ({
      key: keyFor(id, url),
      keyHeader,
      project,
      actingUser,
    }),
    list: () => {
      const known = ['embedded', 'env', ...store.list().map((server) => server.id)];
      const records = known.flatMap((id) => get(id) ?? []);
      const found = get('local');
      return found && !records.some(({ url }) => isSamePlace(url, found.url)) ? [...records, found] : records;
    },
    add: async ({ key, ...wanted }) => {
      const server = await store.add(wanted);
      if (key) await secrets.set(server.id, { origin: new URL(server.url).origin, key });
      return savedRecord(server);
    },
    edit: async (id, { key, ...change }) => {
      const old = get(id);
      const moves = old !== undefined && change.url !== undefined && !sameOrigin(old.url, change.url);
      const server = await store.edit(id, {
        ...change,
        certificate: change.certificate === undefined && moves ? null : change.certificate,
      });
      if (!server) return undefined;
      const origin = new URL(server.url).origin;
      if (key) await secrets.set(id, { origin, key });
      else if (key === null || secrets.get(id)?.origin !== origin) await secrets.delete(id);
      return savedRecord(server);
    },
    remove: async (id) => {
      await secrets.delete(id);
      return await store.delete(id);
    },
  };
}

function envRecord(url: string): ServerRecord {
  return record('env', { id: 'env', name: new URL(url).host, url });
}

function record(kind: ServerKind, server: { id: string; name: string; url: string }): ServerRecord {
  const { id, name, url } = server;
  return { id, name, url, kind, hasKey: false, keyHint: null, editable: kind === 'saved' };
}

function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}

/** Compares addresses, taking the names of this machine for one. */
function isSamePlace(one: string, other: string): boolean {
  const plain = (url: string) => url.replace(/^http:\/\/(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, 'http://localhost');
  return plain(one) === plain(other);
}
