import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError } from '#server/api-error.ts';
import type { Backend } from '#server/backend.ts';
import type { Resolve } from '#server/proxy/blocked-address.ts';
import { isHeaderSafe } from '#server/proxy/upstream-request.ts';
import { registerSecret } from '#server/redact.ts';
import { type KeyExposure, keyExposure } from './key-exposure.ts';
import { parseServerUrl } from './parse-server-url.ts';
import { type ProbeResult, type ProbeTarget, probeServer } from './probe-server.ts';
import { readJsonBody } from './read-json-body.ts';
import { SERVER_COLORS } from './server-store.ts';
import type { ServerRecord, Servers } from './servers.ts';

export interface ServersRoutesParts {
  servers: Servers;
  embedded: Backend;
  ownHosts: ReadonlySet<string>;
  /** Called when a server's address or key changed or it is gone. */
  onChange(id: string): void;
  probe?: (target: ProbeTarget) => Promise<ProbeResult>;
  resolve?: Resolve;
}

const name = z.string().trim().min(1, 'Give the server a name.').max(80, 'The name is longer than 80 characters.');
const url = z.string();
const key = z
  .string()
  .trim()
  .max(4000, 'The key is longer than 4,000 characters.')
  .refine(isHeaderSafe, 'The key contains a character that an HTTP header cannot carry. Copy it again.')
  .transform((value) => value || undefined);

const headerValue = (what: string) =>
  z
    .string()
    .trim()
    .max(200, `${what} is longer than 200 characters.`)
    .refine(isHeaderSafe, `${what} contains a character that an HTTP header cannot carry.`)
    .transform((value) => value || null)
    .nullable()
    .optional();
const details = {
  project: headerValue('The project'),
  actingUser: headerValue('The acting user'),
  keyHeader: z.literal('password').nullable().optional(),
  color: z.enum(SERVER_COLORS).nullable().optional(),
  certificate: z
    .string()
    .regex(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    .nullable()
    .optional(),
};

/** That the key may travel where others can read it. */
const plainHttp = z.boolean().optional();

const newServer = z.object({ name, url, key: key.optional(), plainHttp, ...details });
const serverChange = z.object({
  name: name.optional(),
  url: url.optional(),
  key: key.nullable().optional(),
  plainHttp,
  ...details,
});
const { color: _unused, ...tested } = details;
const serverTest = z.object({ url, key: key.optional(), id: z.string().optional(), plainHttp, ...tested });

interface Guarded {
  url: string;
  key: string | null | undefined;
  plainHttp: boolean | undefined;
}

/** `/api/servers`: list, add, edit, remove and test connections. Keys go in and never come out. */
export function createServersRoutes(parts: ServersRoutesParts): Hono {
  const { servers, ownHosts, onChange, probe = probeServer, resolve } = parts;
  const refuseExposed = async (exposures: KeyExposure[], { url, key, plainHttp }: Guarded) => {
    if (key && plainHttp !== true && exposures.includes(await keyExposure(url, resolve))) throw exposedKey(url);
  };
  return new Hono()
    .get('/', (c) => c.json(servers.list()))
    .post('/', async (c) => {
      const { plainHttp, ...wanted } = await readJsonBody(c.req.raw, newServer);
      registerSecret(wanted.key);
      const address = requireUrl(wanted.url, ownHosts);
      await refuseExposed(['public', 'unknown'], { url: address, key: wanted.key, plainHttp });
      const added = await servers.add({ ...wanted, url: address });
      return c.json(added, 201);
    })
    .post('/test', async (c) => {
      const wanted = await readJsonBody(c.req.raw, serverTest);
      registerSecret(wanted.key);
      const address = requireUrl(wanted.url, ownHosts);
      const stored = wanted.id ? servers.keyFor(wanted.id, address) : undefined;
      const { project, actingUser, keyHeader, certificate, plainHttp } = wanted;
      // A name that leads nowhere is what the test then tells of.
      await refuseExposed(['public'], { url: address, key: wanted.key, plainHttp });
      const result = await probe({
        url: address,
        key: wanted.key ?? stored,
        keyHeader: keyHeader ?? undefined,
        project: project ?? undefined,
        actingUser: actingUser ?? undefined,
        certificate: certificate ?? undefined,
      });
      return c.json(result);
    })
    .patch('/:id', async (c) => {
      const { id, url } = requireEditable(servers, c.req.param('id'), 'changed');
      const { plainHttp, ...change } = await readJsonBody(c.req.raw, serverChange);
      registerSecret(change.key ?? undefined);
      const address = change.url === undefined ? undefined : requireUrl(change.url, ownHosts);
      await refuseExposed(['public', 'unknown'], { url: address ?? url, key: change.key, plainHttp });
      const edited = await servers.edit(id, { ...change, url: address });
      onChange(id);
      return edited ? c.json(edited) : c.json({ error: unknownServer(id).problem }, 404);
    })
    .delete('/:id', async (c) => {
      const { id } = requireEditable(servers, c.req.param('id'), 'removed');
      await servers.remove(id);
      onChange(id);
      return c.body(null, 204);
    })
    .get('/:id/status', async (c) => {
      const server = requireServer(servers, c.req.param('id'));
      if (server.kind === 'embedded') return c.json(await embeddedStatus(parts.embedded));
      const { url, certificate } = server;
      return c.json(await probe({ url, certificate, ...servers.accessTo(server) }));
    });
}

function requireServer(servers: Servers, id: string): ServerRecord {
  const server = servers.get(id);
  if (!server) throw unknownServer(id);
  return server;
}

/** A 404 that says what to do about an id without a server. */
export function unknownServer(id: string): ApiError {
  const message =
    id === 'local' ? 'No Letta server answers on localhost:8283.' : 'There is no server with this id any more.';
  const next = id === 'local' ? 'Start it, or choose another server.' : 'Choose another server, or add it again.';
  return new ApiError(404, { message, next });
}

function requireEditable(servers: Servers, id: string, verb: string): ServerRecord {
  const server = requireServer(servers, id);
  if (server.editable) return server;
  const refusals: Record<string, [string, string]> = {
    embedded: [`The built-in server cannot be ${verb}.`, 'Add another server beside it.'],
    local: [
      `This server was found on localhost:8283 and cannot be ${verb}.`,
      'Add it under Servers to give it a name or a key.',
    ],
    env: [
      `This server comes from LETTA_BASE_URL and cannot be ${verb} here.`,
      'Change or remove the variable and start again.',
    ],
  };
  const [message = '', next = ''] = refusals[server.kind] ?? [];
  throw new ApiError(409, { message, next });
}

function exposedKey(url: string): ApiError {
  const { host, hostname } = new URL(url);
  const message = `http://${host} is not encrypted, and not known to be on this computer or its own network: whoever is on the way can read the key.`;
  return new ApiError(422, { message, next: `Write https://${hostname} if the server has it.`, field: 'plainHttp' });
}

function requireUrl(input: string, ownHosts: ReadonlySet<string>): string {
  const parsed = parseServerUrl(input, { ownHosts });
  if (parsed.ok) return parsed.url;
  const { message, next, suggestion } = parsed;
  throw new ApiError(422, { message, next, field: 'url', suggestion });
}

const embeddedHealth = z.object({ version: z.string() });

async function embeddedStatus(embedded: Backend): Promise<ProbeResult> {
  const started = performance.now();
  const response = await embedded.fetch(new Request('http://embedded/v1/health/'));
  const { version } = embeddedHealth.parse(await response.json());
  const latencyMs = Math.round(performance.now() - started);
  return { ok: true, version, latencyMs, secure: true };
}
