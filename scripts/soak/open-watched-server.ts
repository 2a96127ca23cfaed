import { setImmediate } from 'node:timers/promises';
import { createRemoteHandler } from '#e2e/remote-handler.ts';
import type { BlockVersion } from '#lib/letta/block-history.ts';
import type { MemoryWrite } from '#server/embedded/embedded-context.ts';
import type { ChatModel } from '#server/embedded/models/chat-model.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import { createHistoryRoutes } from '#server/history/history-routes.ts';
import { openHistoryStore } from '#server/history/history-store.ts';
import { keepMemoryWrite } from '#server/history/keep-memory-write.ts';
import { watchHistory } from '#server/history/watch-history.ts';
import { createLog } from '#server/log.ts';

/** What was read is kept a moment after it was answered. */
const lastReads = () => setImmediate();

/** The server in the box, or one that answers as Letta 0.16.8 does: no entity tags, and it does not say who wrote. */
export type ServerKind = 'embedded' | 'played';

/** A Letta server with a Letta ADE before it that can be closed and opened again; its history is kept in a file. */
export interface WatchedServer {
  serverId: string;
  /** A request as the page sends it, from `/v1/` on. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Every new value of a block, in the order the server stored them. */
  writes: MemoryWrite[];
  /** The timeline of a block, oldest first. */
  timeline(blockId: string): Promise<BlockVersion[]>;
  /** A request past the Letta ADE. Throws unless it succeeds. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape, of which a few fields are read
  call(method: string, path: string, body?: unknown): Promise<any>;
  closeAde(): Promise<void>;
  openAde(): void;
}

export interface WatchedServerOptions {
  kind: ServerKind;
  model: ChatModel;
  /** Where the history is kept; `:memory:` unless the Letta ADE is closed and opened again. */
  historyFile: string;
}

export async function openWatchedServer({ kind, model, historyFile }: WatchedServerOptions): Promise<WatchedServer> {
  const serverId = kind === 'embedded' ? 'embedded' : 'server-1';
  const failures: string[] = [];
  const log = createLog(
    () => undefined,
    (text) => void failures.push(text),
  );
  let history: ReturnType<typeof openHistoryStore> | null = openHistoryStore(historyFile);
  const writes: MemoryWrite[] = [];
  const server = await openTestServer(model, undefined, (write) => {
    writes.push(write);
    if (kind === 'embedded' && history) keepMemoryWrite(write, { history, log });
  });
  const inner = async (request: Request) => await server.app.request(request);
  const remote = createRemoteHandler({ backend: inner, password: null, prefix: '' });
  const backend = kind === 'embedded' ? inner : remote.fetch;
  const requireHistory = () => {
    if (!history) throw new Error('The Letta ADE is closed.');
    return history;
  };
  return {
    serverId,
    writes,
    request: async (path, init = {}) => {
      const url = new URL(path, 'http://localhost');
      const headers = new Headers(init.headers);
      headers.set('x-stainless-package-version', '1.12.1');
      headers.set('content-type', 'application/json');
      const request = new Request(url, { ...init, headers });
      const watched = { serverId, request, url };
      return await watchHistory(watched, () => backend(request.clone()), { history: requireHistory(), log });
    },
    timeline: async (blockId) => {
      await lastReads();
      if (failures.length > 0) throw new Error(failures.join('\n'));
      const answer = await createHistoryRoutes(requireHistory()).request(`/${serverId}/blocks/${blockId}`);
      return ((await answer.json()) as BlockVersion[]).toReversed();
    },
    call: async (method, path, body) => {
      const answer = await server.call(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} ${path} answers ${answer.status}`);
      return answer.body;
    },
    closeAde: async () => {
      await lastReads();
      history?.close();
      history = null;
    },
    openAde: () => {
      history ??= openHistoryStore(historyFile);
    },
  };
}
