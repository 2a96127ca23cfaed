import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type HistoryStore, openHistoryStore } from '#server/history/history-store.ts';
import { keepMemoryWrite } from '#server/history/keep-memory-write.ts';
import { openServers } from '#server/servers/servers.ts';
import { openToolCasesStore } from '#server/tool-cases/tool-cases-store.ts';
import { createApi } from './api.ts';
import { createBackends } from './backends.ts';
import type { ClosingSteps, Running } from './closing-steps.ts';
import type { Env } from './env.ts';
import { createGate, type Gate } from './gate.ts';
import { createPolicy } from './judge-request.ts';
import { type Log, log as processLog } from './log.ts';
import { createLogin } from './login/create-login.ts';
import type { OpenEmbedded } from './open-embedded.ts';
import { createAboutReader } from './read-about.ts';
import { serveFetch } from './serve-fetch.ts';
import { startBehindGate } from './start-behind-gate.ts';
import { type Pages, startNext } from './start-next.ts';

export interface StartAdeOptions {
  env: Env;
  openEmbedded: OpenEmbedded;
  isDev?: boolean;
  openPages?: (options: { isDev: boolean; host: string; port: number }) => Promise<Pages>;
  log?: Log;
}

type Parts = Required<StartAdeOptions> & { steps: ClosingSteps };
type FetchHandler = (request: Request) => Response | Promise<Response>;

/** Starts the whole ADE: data folder, port, embedded server, API and pages. Throws `StartError`, with everything closed again. */
export async function startAde(options: StartAdeOptions): Promise<Running> {
  const settled = { isDev: false, openPages: startNext, log: processLog, ...options };
  const { env, log } = settled;
  return await startBehindGate({
    env,
    log,
    command: 'npm start',
    open: (port, steps) => openGate({ ...settled, env: { ...env, port }, steps }),
  });
}

async function openGate(parts: Parts): Promise<Gate> {
  const { env, isDev, log } = parts;
  const { password, port } = env;
  const policy = createPolicy({ ...env, isDev, surface: 'ade', hasLogin: password !== undefined });
  // Both are waited for even if one fails, so that what the other opened is closed again.
  const [pages, api] = await Promise.allSettled([openPages(parts), openApi(parts, policy.hosts)]);
  if (pages.status === 'rejected') throw pages.reason;
  if (api.status === 'rejected') throw api.reason;
  const { handle, upgrade } = pages.value;
  const login = password === undefined ? undefined : createLogin({ password, port });
  return createGate({ policy, api: serveFetch(api.value, log), pages: handle, login, upgrade, log });
}

async function openPages({ env, isDev, openPages, steps }: Parts): Promise<Pages> {
  const pages = await openPages({ isDev, host: env.host, port: env.port });
  steps.add(pages.close);
  return pages;
}

/** A history that cannot be read must not keep the ADE from starting: it then lives as long as the process. */
function openHistory(file: string, log: Log): HistoryStore {
  try {
    return openHistoryStore(file);
  } catch (error) {
    log.error('The history of prompts could not be opened; nothing is kept of it until this is corrected', error);
    return openHistoryStore(':memory:');
  }
}

async function openApi({ env, log, steps, openEmbedded }: Parts, ownHosts: ReadonlySet<string>): Promise<FetchHandler> {
  const folder = join(env.home, 'embedded');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const history = openHistory(join(env.home, 'history.db'), log);
  // Closed after the embedded server, whose last turns may still write memory.
  steps.add(async () => history.close());
  const embedded = await openEmbedded({
    folder,
    keys: env.modelKeys,
    mcp: env.mcp,
    onMemoryWrite: (write) => keepMemoryWrite(write, { history, log }),
    log: log.info,
  });
  steps.add(embedded.close);
  const servers = await openServers({ folder: env.home, letta: env.letta, log });
  const toolCases = await openToolCasesStore(env.home, log);
  const backends = createBackends({ servers, embedded });
  steps.add(backends.close);
  const readAbout = createAboutReader(env.home);
  return createApi({ servers, embedded, backends, history, toolCases, readAbout, ownHosts, log }).fetch;
}
