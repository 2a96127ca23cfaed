import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '#server/api.ts';
import { createBackends } from '#server/backends.ts';
import { type Route, routesOf } from '#server/embedded/routes/route-table.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { openHistoryStore } from '#server/history/history-store.ts';
import { log } from '#server/log.ts';
import { openServers } from '#server/servers/servers.ts';
import { openToolCasesStore } from '#server/tool-cases/tool-cases-store.ts';

/** A route of the whole process, with a path as it is asked for. */
export interface ProcessRoute extends Route {
  kind: 'api' | 'page' | 'file';
  /** The path with `{name}` for what is variable. */
  template: string;
}

const PREFIX = '/api/servers/embedded';
const FILES = ['/_next/static/chunks/main.js', '/_next/image?url=%2Ficon.svg&w=64&q=75', '/icon.svg'];

/** Every route of the process, read from its own tables and from the pages on disk, so that no new one is forgotten. */
export async function processRoutes(): Promise<ProcessRoute[]> {
  const server = await openTestServer();
  const { paths } = (await server.call('GET', '/openapi.json')).body;
  const letta = Object.entries<object>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => ({ method: method.toUpperCase(), path: PREFIX + path })),
  );
  await server.db.destroy();
  const api = [...(await ownRoutes()), ...letta].map((route) => ({ ...route, kind: 'api' as const }));
  const pages = (await pagePaths()).map((path) => ({ method: 'GET', path, kind: 'page' as const }));
  const files = FILES.map((path) => ({ method: 'GET', path, kind: 'file' as const }));
  return [...api, ...pages, ...files].map(({ method, kind, path }) => {
    const template = path.replace(/\[(\w+)\]/g, '{$1}');
    return { method, kind, template, path: template.replace(/\{\w+\}/g, 'x-1') };
  });
}

async function ownRoutes(): Promise<Route[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ade-routes-'));
  const nobody = { fetch: async () => new Response(), close: async () => undefined };
  const history = openHistoryStore(':memory:');
  try {
    const servers = await openServers({ folder, letta: undefined, log });
    const backends = createBackends({ servers, embedded: nobody });
    const toolCases = await openToolCasesStore(folder, log);
    const readAbout = () => Promise.reject(new Error('Nobody asks.'));
    const ownHosts: ReadonlySet<string> = new Set();
    return routesOf(createApi({ servers, embedded: nobody, backends, history, toolCases, readAbout, ownHosts }));
  } finally {
    history.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function pagePaths(): Promise<string[]> {
  const root = join(import.meta.dirname, '..', '..', 'app');
  const entries = await readdir(root, { recursive: true });
  const pages = entries.filter((entry) => /(?:^|[\\/])page\.tsx$/.test(entry));
  return pages.map((entry) => `/${entry.replaceAll('\\', '/').replace(/\/?page\.tsx$/, '')}`);
}
