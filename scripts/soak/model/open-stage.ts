import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteHandler } from '#e2e/remote-handler.ts';
import { type FaultProxy, openFaultProxy } from '#scripts/soak/fault-proxy.ts';
import type { Running } from '#server/closing-steps.ts';
import { openTestServer } from '#server/embedded/test-server.ts';
import type { Env } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { serveFetch } from '#server/serve-fetch.ts';
import { startAde } from '#server/start-ade.ts';
import { createSpeaker, type Speaker } from './speaking-model.ts';

/** The Letta ADE between tabs and a Letta server, with a network that fails on either side of it. */
export interface Stage {
  speaker: Speaker;
  /** What lies between each tab and the Letta ADE. */
  near: readonly FaultProxy[];
  /** What lies between the Letta ADE and the Letta server. */
  far: FaultProxy;
  /** Whether the server keeps what background runs say, as with Redis. */
  setBackground(isKept: boolean): void;
  /** The `otid` of every message that reached the server, in order. */
  arrived(): string[];
  /** A request past the Letta ADE and every fault. Throws unless it succeeds. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape, of which a few fields are read
  call(method: string, path: string, body?: unknown): Promise<any>;
  /** Ends the Letta ADE with everything that is open, and starts it again at the same place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** The id by which the Letta ADE knows a server of its environment. */
export const SERVER_ID = 'env';

/** Each tab hears of everything so much later than the one before it. */
const LATER_MS = 4;
const SENDS = /\/messages$/;
const silent = () => undefined;

/** `tabs` is how many tabs there may be; `random` says where their bytes are cut into pieces. */
export async function openStage({ tabs, random }: { tabs: number; random: () => number }): Promise<Stage> {
  const speaker = createSpeaker();
  const { app, call } = await openTestServer(speaker.model);
  const remote = createRemoteHandler({
    backend: async (request) => await app.request(request),
    password: null,
    prefix: '',
  });
  const log = createLog(silent, silent);
  const serve = serveFetch(remote.fetch, log);
  const letta = createServer((incoming, outgoing) => void serve(incoming, outgoing)).listen(0, '127.0.0.1');
  await once(letta, 'listening');
  const lettaUrl = `http://127.0.0.1:${(letta.address() as AddressInfo).port}`;
  const home = await mkdtemp(join(tmpdir(), 'ade-stage-'));
  let ade: Running | null = null;
  let adeUrl = '';
  const far = await openFaultProxy(() => lettaUrl, { random });
  const near = await Promise.all(
    Array.from({ length: tabs }, (_, slot) => openFaultProxy(() => adeUrl, { random, delayMs: slot * LATER_MS })),
  );
  const start = async () => {
    const env = { ...ENV, home, port: adeUrl ? Number(new URL(adeUrl).port) : 0 };
    const letta = { url: `http://${far.host}`, key: undefined };
    const allowedHosts = near.map(({ host }) => host);
    ade = await startAde({ env: { ...env, letta, allowedHosts }, openEmbedded: noServer, openPages: noPages, log });
    adeUrl = `http://127.0.0.1:${new URL(ade.url).port}`;
  };
  await start();
  return {
    speaker,
    near,
    far,
    setBackground: (background) => remote.setHabits({ background }),
    arrived: () =>
      remote.seen
        .filter(({ method, path }) => method === 'POST' && SENDS.test(path))
        .map(({ body }) => JSON.parse(body).messages[0].otid),
    call: async (method, path, body) => {
      const answer = await call(method, path, body);
      if (answer.status >= 300) throw new Error(`${method} ${path} answers ${answer.status}`);
      return answer.body;
    },
    restart: async () => {
      for (const proxy of near) proxy.tear();
      await ade?.close();
      await start();
      for (const proxy of near) proxy.mend();
    },
    close: async () => {
      await Promise.all([...near, far].map((proxy) => proxy.close()));
      await ade?.close();
      letta.close();
      letta.closeAllConnections();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const ENV: Omit<Env, 'home' | 'port' | 'letta' | 'allowedHosts'> = {
  host: '127.0.0.1',
  modelKeys: {},
  mcp: { allowStdio: false, allowPrivate: false },
  password: undefined,
  serverPassword: undefined,
};

/** The server in the box has no part here. */
const noServer = async () => ({
  fetch: async () => new Response(null, { status: 404 }),
  close: async () => undefined,
});

/** Nor have the pages: the tabs bring theirs. */
const noPages = async () => ({
  handle: async (_incoming: unknown, outgoing: { end(): unknown }) => void outgoing.end(),
  upgrade: async (_incoming: unknown, socket: { destroy(): unknown }) => void socket.destroy(),
  close: async () => undefined,
});
