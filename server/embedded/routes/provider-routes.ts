import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { errorDetail, toBlockingError } from '#server/embedded/agent-loop/run-errors.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId, ORGANIZATION_ID, requireId } from '#server/embedded/ids.ts';
import { badRequest } from '#server/embedded/letta-error.ts';
import type { ProviderConnection } from '#server/embedded/models/model-info.ts';
import {
  deleteProvider,
  insertProvider,
  listProviders,
  type ProviderRow,
  requireProvider,
  updateProvider,
} from '#server/embedded/store/providers.ts';
import { nowIso } from '#server/embedded/times.ts';
import { pageQuery, parseBody, parseQuery, toPage } from './parse-request.ts';

const TYPES = ['anthropic', 'lmstudio_openai', 'ollama', 'openai'] as const;

const listQuery = z.object({
  name: z.string().optional(),
  provider_type: z.string().optional(),
  ...pageQuery({ limit: 50, order: 'desc' }),
});
/** First parts of the handles of the server's own models. */
const TAKEN = ['anthropic', 'demo', 'letta', 'lmstudio_openai', 'local', 'ollama', 'openai', 'openai-proxy'];
/** The name becomes the first part of the handles of its models. */
const name = z
  .string()
  .regex(/^[\w.-]+$/, 'Use letters, digits, dots, hyphens and underscores only')
  .refine((text) => !TAKEN.includes(text), 'The models of this server use that name; choose another');
/** It travels in a header. */
const key = z.string().regex(/^[\x21-\x7e]*$/, 'A key has letters, digits and signs only, and no blanks');
const access = { api_key: key.nullish(), base_url: z.url().nullish() };
const createBody = z.looseObject({ name, provider_type: z.enum(TYPES), ...access });
const updateBody = z.looseObject(access);
const checkBody = z.looseObject({ provider_type: z.enum(TYPES), ...access });

/** `/v1/providers/`: model providers with keys of one's own. Keys are sealed in the database and never told. */
export function providerRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery);
    const rows = await listProviders(db, { name: query.name, type: query.provider_type }, toPage(query));
    return c.json(rows.map(toProvider));
  });
  app.post('/', async (c) => {
    const body = await parseBody(c, createBody);
    const id = newId('provider');
    const createdAt = nowIso();
    await insertProvider(db, {
      id,
      name: body.name,
      provider_type: body.provider_type,
      base_url: body.base_url ?? null,
      api_key: context.seal.seal(body.api_key ?? ''),
      created_at: createdAt,
      updated_at: createdAt,
    });
    await applyProviders(context);
    await syncQuietly(context, id);
    return c.json(toProvider(await requireProvider(db, id)));
  });
  app.post('/check', async (c) => {
    const body = await parseBody(c, checkBody);
    const { provider_type: type } = body;
    return c.json(
      await check(context, {
        id: null,
        name: type,
        type,
        category: 'byok',
        apiKey: body.api_key ?? '',
        baseUrl: body.base_url ?? null,
      }),
    );
  });
  app.get('/:id', async (c) => c.json(toProvider(await requestProvider(context, c))));
  app.patch('/:id', async (c) => {
    const body = await parseBody(c, updateBody);
    const { id } = await requestProvider(context, c);
    await updateProvider(db, id, {
      ...(body.api_key ? { api_key: context.seal.seal(body.api_key) } : {}),
      ...(body.base_url === undefined ? {} : { base_url: body.base_url }),
    });
    await applyProviders(context);
    await syncQuietly(context, id);
    return c.json(toProvider(await requireProvider(db, id)));
  });
  app.patch('/:id/refresh', async (c) => {
    const { id } = await requestProvider(context, c);
    await sync(context, id).catch((error: unknown) => {
      throw toBlockingError(error);
    });
    return c.json(toProvider(await requireProvider(db, id)));
  });
  app.post('/:id/check', async (c) =>
    c.json(await check(context, toConnection(context, await requestProvider(context, c)))),
  );
  app.delete('/:id', async (c) => {
    const { id } = await requestProvider(context, c);
    await deleteProvider(db, id);
    await applyProviders(context);
    return c.json({ message: `Provider id=${id} successfully deleted` });
  });
  return app;
}

/** Tells the model registry which providers people have added. */
export async function applyProviders(context: EmbeddedContext): Promise<void> {
  const rows = await listProviders(context.db, {}, { limit: 0, order: 'asc' });
  context.models.setOwnProviders(rows.flatMap((row) => (isKnownType(row) ? [toConnection(context, row)] : [])));
}

async function sync(context: EmbeddedContext, id: string): Promise<void> {
  await context.models.refreshProvider(id);
  await updateProvider(context.db, id, { last_synced: nowIso() });
}

/** A provider may be added before it can be reached. */
async function syncQuietly(context: EmbeddedContext, id: string): Promise<void> {
  await sync(context, id).catch((error: unknown) =>
    context.log(`The models of ${id} are not known yet: ${errorDetail(error)}`),
  );
}

async function check(context: EmbeddedContext, connection: ProviderConnection) {
  await context.models.checkConnection(connection).catch((error: unknown) => {
    throw toBlockingError(error);
  });
  return { message: `Valid api key for provider_type=${connection.type}` };
}

function toConnection(context: EmbeddedContext, row: ProviderRow): ProviderConnection {
  if (!isKnownType(row)) throw badRequest(`This server has no providers of type ${row.provider_type}.`);
  return {
    id: row.id,
    name: row.name,
    type: row.provider_type,
    category: 'byok',
    // A key sealed by another key file cannot be read: the provider then refuses, and says so.
    apiKey: context.seal.open(row.api_key) ?? '',
    baseUrl: row.base_url,
  };
}

function isKnownType(row: ProviderRow): row is ProviderRow & { provider_type: ProviderConnection['type'] } {
  return TYPES.some((type) => type === row.provider_type);
}

function toProvider(row: ProviderRow) {
  return {
    id: row.id,
    name: row.name,
    provider_type: row.provider_type,
    provider_category: 'byok',
    api_key: null,
    base_url: row.base_url,
    access_key: null,
    region: null,
    api_version: null,
    organization_id: ORGANIZATION_ID,
    updated_at: row.updated_at,
    last_synced: row.last_synced,
    api_key_enc: null,
    access_key_enc: null,
  };
}

async function requestProvider({ db }: EmbeddedContext, c: Context): Promise<ProviderRow> {
  return await requireProvider(db, requireId('provider', c.req.param('id') ?? ''));
}
