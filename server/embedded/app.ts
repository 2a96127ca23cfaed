import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { EmbeddedContext } from './embedded-context.ts';
import { requireUserId } from './ids.ts';
import { LettaError } from './letta-error.ts';
import { McpFailure } from './mcp/mcp-failure.ts';
import { agentFileRoutes } from './routes/agent-file-routes.ts';
import { agentRoutes, tagRoutes } from './routes/agent-routes.ts';
import { agentToolRoutes } from './routes/agent-tool-routes.ts';
import { archivalRoutes } from './routes/archival-routes.ts';
import { agentArchiveRoutes, archiveRoutes, passageRoutes } from './routes/archive-routes.ts';
import { agentBlockRoutes, blockRoutes } from './routes/block-routes.ts';
import { conversationRoutes } from './routes/conversation-routes.ts';
import { legacyMcpRoutes } from './routes/legacy-mcp-routes.ts';
import { legacyMcpConnectRoutes, mcpConnectRoutes } from './routes/mcp-connect-routes.ts';
import { mcpServerRoutes } from './routes/mcp-server-routes.ts';
import { toMcpError } from './routes/mcp-wire.ts';
import { messageRoutes, storedMessageRoutes } from './routes/message-routes.ts';
import { modelRoutes } from './routes/model-routes.ts';
import { modelTaskRoutes } from './routes/model-task-routes.ts';
import { LETTA_VERSION, openApiOf } from './routes/open-api.ts';
import { providerRoutes } from './routes/provider-routes.ts';
import { methodsOf, otherSpelling } from './routes/route-table.ts';
import { runRoutes } from './routes/run-routes.ts';
import { stepRoutes, telemetryRoutes } from './routes/step-routes.ts';
import { toolRoutes } from './routes/tool-routes.ts';
import { explainStorageError } from './store/explain-storage-error.ts';

/** The largest body, in MB. Uploads pass the gate and the proxy up to the same size. */
const LIMITS = { json: 25, upload: 200 } as const;
const IMPORT_PATH = /^\/(?:v1|latest)\/agents\/import\/?$/;

/** The embedded Letta server as a Hono app: no environment, no port. */
export function createApp(context: EmbeddedContext): Hono {
  const v1 = createV1(context);
  const app = new Hono();
  const [limitJson, limitUpload] = [limitTo(LIMITS.json), limitTo(LIMITS.upload)];
  app.use((c, next) => (IMPORT_PATH.test(c.req.path) ? limitUpload : limitJson)(c, next));
  app.use(async (c, next) => {
    requireUserId(c.req.header('user_id'));
    await next();
  });
  app.get('/openapi.json', (c) => c.json(openApiOf(v1)));
  app.route('/v1', v1);
  app.route('/latest', v1);
  app.notFound((c) => {
    const { pathname, search } = new URL(c.req.url);
    const other = otherSpelling(v1, c.req.method, pathname);
    // Relative, because the server may stand behind a prefix that it does not know.
    if (other !== null) return c.redirect(other + search, 307);
    if (methodsOf(v1, pathname).length > 0) return c.json({ detail: 'Method Not Allowed' }, 405);
    return c.json({ detail: 'Not Found' }, 404);
  });
  app.onError((thrown) => {
    const error = thrown instanceof McpFailure ? toMcpError(thrown) : thrown;
    if (error instanceof LettaError) return Response.json(error.body, { status: error.status });
    const explained = explainStorageError(error);
    // Whoever sees the answer finds the line in the log by it.
    const id = crypto.randomUUID();
    const headers = { 'x-request-id': id };
    if (explained) {
      context.log(`${explained} (${error.message}; request ${id})`);
      return Response.json({ detail: explained }, { status: 507, headers });
    }
    context.log(`Unexpected (request ${id}): ${error.stack ?? error.message}`);
    return Response.json({ detail: 'An unknown error occurred' }, { status: 500, headers });
  });
  return app;
}

function limitTo(megabytes: number) {
  const onError = () => Response.json({ detail: `The request is larger than ${megabytes} MB.` }, { status: 413 });
  return bodyLimit({ maxSize: megabytes * 1024 * 1024, onError });
}

function createV1(context: EmbeddedContext): Hono {
  const v1 = new Hono();
  const health = { version: LETTA_VERSION, status: 'ok' };
  v1.get('/health/', (c) => c.json(health));
  v1.get('/ready/', (c) => c.json(health));
  mountCollection(v1, '/models', modelRoutes(context));
  const ofAgents = [
    agentFileRoutes,
    messageRoutes,
    modelTaskRoutes,
    agentBlockRoutes,
    agentToolRoutes,
    agentArchiveRoutes,
    archivalRoutes,
  ];
  for (const routes of ofAgents) v1.route('/agents', routes(context));
  mountCollection(v1, '/agents', agentRoutes(context));
  mountCollection(v1, '/blocks', blockRoutes(context));
  v1.route('/mcp-servers/connect', mcpConnectRoutes(context));
  mountCollection(v1, '/mcp-servers', mcpServerRoutes(context));
  for (const routes of [legacyMcpConnectRoutes, legacyMcpRoutes]) v1.route('/tools/mcp', routes(context));
  mountCollection(v1, '/tools', toolRoutes(context));
  mountCollection(v1, '/conversations', conversationRoutes(context));
  mountCollection(v1, '/runs', runRoutes(context));
  mountCollection(v1, '/_internal_runs', runRoutes(context));
  mountCollection(v1, '/steps', stepRoutes(context));
  mountCollection(v1, '/archives', archiveRoutes(context));
  mountCollection(v1, '/providers', providerRoutes(context));
  mountCollection(v1, '/tags', tagRoutes(context));
  mountCollection(v1, '/messages', storedMessageRoutes(context));
  v1.route('/telemetry', telemetryRoutes(context));
  v1.route('/passages', passageRoutes(context));
  return v1;
}

/** A collection's own path ends in a slash, `/v1/agents/`; Hono would mount its root without one. */
function mountCollection(v1: Hono, path: string, routes: Hono): void {
  v1.route(`${path}/`, routes);
}
