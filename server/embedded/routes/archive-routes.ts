import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId, requireId } from '#server/embedded/ids.ts';
import { type FoundPassage, keepPassages, searchArchive } from '#server/embedded/memory/archival-memory.ts';
import { agentsByIds, requireAgent } from '#server/embedded/store/agents.ts';
import {
  type ArchiveRow,
  agentsOfArchive,
  attachArchive,
  deleteArchive,
  deletePassage,
  detachArchive,
  findArchive,
  insertArchive,
  listArchives,
  requireArchive,
  updateArchive,
} from '#server/embedded/store/archives.ts';
import { boundaryIso, nowIso } from '#server/embedded/times.ts';
import { toAgentStates } from './agent-wire.ts';
import { toArchive, toPassage } from './archive-wire.ts';
import { pageQuery, parseBody, parseQuery, toPage } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';

const json = z.record(z.string(), z.unknown());
const listQuery = z.object({
  agent_id: z.string().optional(),
  name: z.string().optional(),
  ...pageQuery({ limit: 50, order: 'desc' }),
});
const createBody = z.looseObject({
  name: z.string(),
  description: z.string().nullish(),
  embedding: z.string().nullish(),
});
const updateBody = z.looseObject({ name: z.string().nullish(), description: z.string().nullish() });
const passageBody = z.looseObject({
  text: z.string(),
  tags: z.array(z.string()).nullish(),
  metadata: json.nullish(),
  created_at: z.string().nullish(),
});
const batchBody = z.looseObject({ passages: z.array(passageBody) });
const searchBody = z.looseObject({
  query: z.string().nullish(),
  agent_id: z.string().nullish(),
  archive_id: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  tag_match_mode: z.enum(['any', 'all']).default('any'),
  limit: z.number().int().min(1).max(100).default(50),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
});

/** `/v1/archives/`: archives as things of their own, with their passages. */
export function archiveRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery);
    const rows = await listArchives(db, { agentId: query.agent_id, name: query.name }, toPage(query));
    return c.json(rows.map((row) => toArchive(context, row)));
  });
  app.post('/', async (c) => {
    const body = await parseBody(c, createBody);
    if (body.embedding) await context.models.requireEmbedding(body.embedding);
    const id = newId('archive');
    const row = { name: body.name, description: body.description ?? null, embedding: body.embedding ?? null };
    await insertArchive(db, { id, ...row, created_at: nowIso() });
    return c.json(toArchive(context, await requireArchive(db, id)));
  });
  app.get('/:id', async (c) => c.json(toArchive(context, await requestArchive(context, c))));
  app.patch('/:id', async (c) => {
    const body = await parseBody(c, updateBody);
    const { id } = await requestArchive(context, c);
    const description = body.description === undefined ? {} : { description: body.description };
    await updateArchive(db, id, { ...(body.name ? { name: body.name } : {}), ...description });
    return c.json(toArchive(context, await requireArchive(db, id)));
  });
  app.delete('/:id', async (c) => {
    const { id } = await requestArchive(context, c);
    await deleteArchive(db, id);
    context.passages.forget(id);
    return c.body(null, 204);
  });
  app.get('/:id/agents', async (c) => {
    const ids = await agentsOfArchive(db, (await requestArchive(context, c)).id);
    return c.json(await toAgentStates(context, await agentsByIds(db, ids), new Set()));
  });
  app.post('/:id/passages', async (c) => {
    const body = await parseBody(c, passageBody);
    const [passage] = await keep(context, await requestArchive(context, c), [body]);
    return c.json(passage);
  });
  app.post('/:id/passages/batch', async (c) => {
    const { passages } = await parseBody(c, batchBody);
    return c.json(await keep(context, await requestArchive(context, c), passages));
  });
  app.delete('/:id/passages/:passage_id', async (c) => {
    const { id } = await requestArchive(context, c);
    const passageId = requireId('passage', c.req.param('passage_id'));
    await deletePassage(db, id, passageId, 'Agent passage');
    context.passages.remove(id, passageId);
    return c.body(null, 204);
  });
  return app;
}

/** `/v1/agents/{id}/archives`: the archive of one agent. */
export function agentArchiveRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  const idOf = (c: Context) => requireId('archive', c.req.param('archive_id') ?? '');
  app.patch('/:id/archives/attach/:archive_id', async (c) => {
    const agent = await requestAgent(context, c);
    await attachArchive(db, agent.id, (await requireArchive(db, idOf(c))).id);
    return c.json(null);
  });
  app.patch('/:id/archives/detach/:archive_id', async (c) => {
    const agent = await requestAgent(context, c);
    await detachArchive(db, agent.id, (await requireArchive(db, idOf(c))).id);
    return c.json(null);
  });
  return app;
}

/** `/v1/passages/search`: passages of one agent, one archive, or all. */
export function passageRoutes(context: EmbeddedContext): Hono {
  return new Hono().post('/search', async (c) => {
    const body = await parseBody(c, searchBody);
    const found: { passage: FoundPassage; archive: ArchiveRow }[] = [];
    for (const archive of await searchedArchives(context, body)) {
      const search = {
        query: body.query ?? '',
        topK: body.limit,
        tags: body.tags ?? undefined,
        matchAllTags: body.tag_match_mode === 'all',
        start: boundaryIso(body.start_date, 'start'),
        end: boundaryIso(body.end_date, 'end'),
      };
      for (const passage of await searchArchive(context, archive, search)) found.push({ passage, archive });
    }
    found.sort((left, right) => right.passage.score - left.passage.score);
    return c.json(
      found.slice(0, body.limit).map(({ passage, archive }) => ({
        passage: toPassage(context, passage, archive.embedding),
        score: passage.score,
        metadata: {},
      })),
    );
  });
}

async function searchedArchives(context: EmbeddedContext, body: z.output<typeof searchBody>): Promise<ArchiveRow[]> {
  if (body.archive_id) return [await requireArchive(context.db, body.archive_id)];
  if (body.agent_id) {
    const archive = await findArchive(context.db, (await requireAgent(context.db, body.agent_id)).id);
    return archive ? [archive] : [];
  }
  return await listArchives(context.db, {}, { limit: 0, order: 'asc' });
}

async function keep(context: EmbeddedContext, archive: ArchiveRow, passages: z.output<typeof passageBody>[]) {
  const rows = await keepPassages(
    context,
    archive,
    passages.map((passage) => ({
      text: passage.text,
      tags: passage.tags ?? null,
      metadata: passage.metadata ?? null,
      createdAt: boundaryIso(passage.created_at, 'start'),
    })),
  );
  return rows.map((row) => toPassage(context, row, archive.embedding));
}

async function requestArchive({ db }: EmbeddedContext, c: Context): Promise<ArchiveRow> {
  return await requireArchive(db, requireId('archive', c.req.param('id') ?? ''));
}
