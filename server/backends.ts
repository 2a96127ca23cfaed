import { createProxyBackend, type ProxyOptions } from '#server/proxy/forward-request.ts';
import type { Servers } from '#server/servers/servers.ts';
import type { Backend } from './backend.ts';

/** The backends of all servers; those of other machines are opened on first use and kept until their server changes. */
export interface Backends {
  /** Undefined when there is no server of this id. */
  get(serverId: string): Backend | undefined;
  /** Closes a server's connections, after its address or key changed. */
  forget(serverId: string): void;
  close(): Promise<void>;
}

export interface BackendsParts {
  servers: Servers;
  embedded: Backend;
  openProxy?: (options: ProxyOptions) => Backend;
}

/** Opens backends by server id. The embedded one stays its owner's to close. */
export function createBackends({ servers, embedded, openProxy = createProxyBackend }: BackendsParts): Backends {
  const opened = new Map<string, { url: string; backend: Backend }>();

  const forget: Backends['forget'] = (serverId) => {
    const entry = opened.get(serverId);
    opened.delete(serverId);
    void entry?.backend.close().catch(() => undefined);
  };

  return {
    forget,
    get: (serverId) => {
      const server = servers.get(serverId);
      if (!server) return undefined;
      if (server.kind === 'embedded') return embedded;
      const { url } = server;
      const entry = opened.get(serverId);
      if (entry?.url === url) return entry.backend;
      forget(serverId);
      const backend = openProxy({ url, certificate: server.certificate, getAccess: () => servers.accessTo(server) });
      opened.set(serverId, { url, backend });
      return backend;
    },
    close: async () => {
      await Promise.all([...opened.values()].map(({ backend }) => backend.close()));
    },
  };
}
