import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { EmbeddedContext } from './embedded-context.ts';
import { LettaError } from './letta-error.ts';
import { agentRoutes, tagRoutes } from './routes/agent-routes.ts';
import { agentToolRoutes } from './routes/agent-tool-routes.ts';
import { archivalRoutes } from './routes/archival-routes.ts';
import { agentBlockRoutes, blockRoutes } from './routes/block-routes.ts';
import { messageRoutes, storedMessageRoutes } from './routes/message-routes.ts';
import { toEmbeddingModel, toModel } from './routes/model-wire.ts';
import { runRoutes } from './routes/run-routes.ts';
import { toolRoutes } from './routes/tool-routes.ts';

/** The Letta version whose behaviour this server has. */
const LETTA_VERSION = '0.16.8';

const MAX_BODY_MB = 25;

const COLLECTIONS = ['/agents', '/blocks', '/tools', '/runs', '/models', '/tags', '/health', '/ready'];

/** The embedded Letta server as a Hono app: no environment, no port. */
export function createApp(context: EmbeddedContext): Hono {
  const v1 = new Hono();
  const health = { version: LETTA_VERSION, status: 'ok' };
  v1.get('/health/', (c) => c.json(health));
  v1.get('/ready/', (c) => c.json(health));
  v1.get('/models/', async (c) => c.json((await context.models.listModels()).map(toModel)));
  v1.get('/models/embedding', async (c) => {
    // Both kinds of models come in one list, and the first one is waited for.
    await context.models.listModels();
    return c.json(context.models.listEmbeddings().map(toEmbeddingModel));
  });
  for (const routes of [messageRoutes, agentBlockRoutes, agentToolRoutes, archivalRoutes])
    v1.route('/agents', routes(context));
  mountCollection(v1, '/agents', agentRoutes(context));
  mountCollection(v1, '/blocks', blockRoutes(context));
  mountCollection(v1, '/tools', toolRoutes(context));
  mountCollection(v1, '/runs', runRoutes(context));
  mountCollection(v1, '/tags', tagRoutes(context));
  v1.route('/messages', storedMessageRoutes(context));

  const app = new Hono();
  const tooLarge = () => Response.json({ detail: `The request is larger than ${MAX_BODY_MB} MB.` }, { status: 413 });
  app.use(bodyLimit({ maxSize: MAX_BODY_MB * 1024 * 1024, onError: tooLarge }));
  app.route('/v1', v1);
  app.route('/latest', v1);
  app.notFound((c) => {
    const { pathname, search } = new URL(c.req.url);
    // Relative, because the server may stand behind a prefix that it does not know.
    if (COLLECTIONS.some((name) => pathname === `/v1${name}`)) return c.redirect(`${pathname.slice(4)}/${search}`, 307);
    return c.json({ detail: 'Not Found' }, 404);
  });
  app.onError((error) => {
    if (error instanceof LettaError) return Response.json(error.body, { status: error.status });
    context.log(`Unexpected: ${error.stack ?? error.message}`);
    return Response.json({ detail: 'An unknown error occurred' }, { status: 500 });
  });
  return app;
}

/** A collection's own path ends in a slash, `/v1/agents/`; Hono would mount its root without one. */
function mountCollection(v1: Hono, path: string, routes: Hono): void {
  v1.route(`${path}/`, routes);
}
