import { type Context, Hono } from 'hono';
import { SDK_VERSION } from '#lib/letta/sdk-version.ts';
import { createDoctorRoutes } from '#server/doctor/doctor-routes.ts';
import { createHistoryRoutes } from '#server/history/history-routes.ts';
import type { HistoryStore } from '#server/history/history-store.ts';
import { watchHistory } from '#server/history/watch-history.ts';
import { findLocalModels } from '#server/servers/find-local-models.ts';
import { createServersRoutes, type ServersRoutesParts, unknownServer } from '#server/servers/servers-routes.ts';
import { createToolCasesRoutes } from '#server/tool-cases/tool-cases-routes.ts';
import type { ToolCasesStore } from '#server/tool-cases/tool-cases-store.ts';
import { ApiError } from './api-error.ts';
import type { Backends } from './backends.ts';
import { hideProviderKeys } from './hide-provider-keys.ts';
import { type Log, log as processLog } from './log.ts';
import type { About } from './read-about.ts';
import { readdressRequest } from './readdress-request.ts';

export interface ApiParts extends Omit<ServersRoutesParts, 'onChange'> {
  backends: Backends;
  history: HistoryStore;
  toolCases: ToolCasesStore;
  readAbout(): Promise<About>;
  log?: Log;
}

/** Everything under `/api`: saved servers, each server's Letta API under `/api/servers/{id}/v1`, and facts about this installation. */
export function createApi({ backends, history, toolCases, readAbout, log = processLog, ...parts }: ApiParts): Hono {
  const app = new Hono();
  app.all('/api/servers/:serverId/v1/*', (c) => callBackend(c, { backends, history, log }));
  app.route('/api/servers', createServersRoutes({ ...parts, onChange: backends.forget }));
  app.route('/api/servers', createDoctorRoutes(parts));
  app.route('/api/history', createHistoryRoutes(history));
  app.route('/api/tool-cases', createToolCasesRoutes(toolCases));
  app.get('/api/local-models', async (c) => c.json(await findLocalModels()));
  app.get('/api/about', async (c) => c.json(await readAbout()));
  app.notFound((c) => {
    const error = { message: 'There is nothing at this address.', next: 'Reload the page and try again.' };
    return c.json({ error }, 404);
  });
  app.onError((error, c) => {
    if (error instanceof ApiError) return c.json({ error: error.problem }, error.status);
    const id = crypto.randomUUID();
    log.error(`${c.req.method} ${c.req.path} failed (request ${id})`, error);
    const problem = {
      message: 'Something went wrong in Letta ADE.',
      next: 'Try again; the terminal shows what failed.',
    };
    return c.json({ error: problem }, 500, { 'x-request-id': id });
  });
  return app;
}

interface BackendCall {
  backends: Backends;
  history: HistoryStore;
  log: Log;
}

async function callBackend(c: Context, { backends, history, log }: BackendCall): Promise<Response> {
  const { raw } = c.req;
  const url = new URL(raw.url);
  const serverId = url.pathname.split('/')[3] ?? '';
  const backend = backends.get(serverId);
  if (!backend) throw unknownServer(serverId);
  const prefix = `/api/servers/${serverId}`;
  url.pathname = url.pathname.slice(prefix.length);
  // Letta answers in its present shapes only to what looks like its own client of 1.0 or later.
  const headers = { 'x-stainless-package-version': SDK_VERSION, 'x-forwarded-prefix': prefix };
  const call = async () => withoutTimeoutStatus(await backend.fetch(readdressRequest(raw, url, headers)));
  const response = await watchHistory({ serverId, request: raw, url }, call, { history, log });
  return await hideProviderKeys(url.pathname, response);
}

/** Chromium sends a request again by itself after a 408, also one that runs a tool: 504 says the same and is left alone. */
function withoutTimeoutStatus(response: Response): Response {
  return response.status === 408 ? new Response(response.body, { status: 504, headers: response.headers }) : response;
}
