import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { badRequest } from '#server/embedded/letta-error.ts';
import { type ConnectEvent, connectMcpServer } from '#server/embedded/mcp/connect-mcp-server.ts';
import { findMcpServer, type McpServerRow, requireMcpServer } from '#server/embedded/store/mcp-servers.ts';
import { eventStream } from './event-stream.ts';
import { parseBody, parseQuery } from './parse-request.ts';

const CALLBACK_PATH = '/v1/tools/mcp/oauth/callback';
const KEEPALIVE_MS = 15_000;

const nameBody = z.looseObject({ server_name: z.string() });
const callbackQuery = z.object({
  code: z.string().optional(),
  state: z.string().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

/** `/v1/mcp-servers/connect/{id}`: connecting a server, told as server-sent events. */
export function mcpConnectRoutes(context: EmbeddedContext): Hono {
  const app = new Hono();
  const connect = async (c: Context) =>
    streamConnect(context, c, await requireMcpServer(context.db, c.req.param('id') ?? ''));
  app.get('/:id', connect);
  app.post('/:id', connect);
  return app;
}

/** `/v1/tools/mcp/servers/connect` of older clients, and the way back from a login. */
export function legacyMcpConnectRoutes(context: EmbeddedContext): Hono {
  const app = new Hono();
  app.post('/servers/connect', async (c) => {
    const { server_name } = await parseBody(c, nameBody);
    const server = await findMcpServer(context.db, server_name);
    if (!server) throw badRequest(`There is no MCP server named ${server_name}. Add it first, then connect it.`);
    return streamConnect(context, c, server);
  });
  app.get('/oauth/callback', (c) => {
    const { code, state = '', error, error_description } = parseQuery(c, callbackQuery);
    const answer = code && !error ? { code } : { refusal: error_description ?? error ?? 'there was no code' };
    if (!context.logins.settle(state, answer)) {
      return tellPerson(c, 400, 'Nobody is waiting for this login any more. Connect the MCP server again.');
    }
    if ('refusal' in answer) return tellPerson(c, 400, 'The login was refused. You can close this window.');
    return tellPerson(c, 200, 'You are logged in. You can close this window.');
  });
  return app;
}

/** Nothing of the request is repeated in what a browser shows. */
function tellPerson(c: Context, status: 200 | 400, message: string): Response {
  if (c.req.header('accept')?.includes('text/html'))
    return c.html(`<!doctype html><title>Letta ADE</title><p>${message}</p>`, status);
  return c.json(status === 200 ? { status: 'success', message } : { detail: message }, status);
}

/** A reader that goes away ends the connecting, and a login that waits. */
function streamConnect(context: EmbeddedContext, c: Context, server: McpServerRow): Response {
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, c.req.raw.signal]);
  const events = connectMcpServer(context, server, { redirectUrl: redirectUrlOf(c), signal });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const keepalive = setInterval(() => send(': still waiting\n\n'), KEEPALIVE_MS);
      try {
        for await (const event of events) send(toFrame(event));
      } finally {
        clearInterval(keepalive);
        if (!gone.signal.aborted) controller.close();
      }
    },
    cancel: () => gone.abort(),
  });
  return eventStream(body);
}

function toFrame(event: ConnectEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** The callback as the browser reaches it: at the origin it has now, behind the prefix it came through. */
function redirectUrlOf(c: Context): string {
  const asked = c.req.header('origin') ?? '';
  const { origin } = new URL(/^https?:/.test(asked) && URL.canParse(asked) ? asked : c.req.url);
  const prefix = c.req.header('x-forwarded-prefix') ?? '';
  return `${origin}${/^(?:\/[\w-]+)*$/.test(prefix) ? prefix : ''}${CALLBACK_PATH}`;
}
