import { Hono } from 'hono';
import { z } from 'zod';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { requireId } from '#server/embedded/ids.ts';
import { insertArchivalMemory, searchArchivalMemory } from '#server/embedded/memory/archival-memory.ts';
import { deletePassage, findArchive, listPassages, vectorsOf } from '#server/embedded/store/archives.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { boundaryIso } from '#server/embedded/times.ts';
import { toPassage } from './archive-wire.ts';
import { pageQuery, parseBody, parseQuery, queryFlag } from './parse-request.ts';
import { requestAgent } from './request-agent.ts';

const date = z.string().refine((text) => !Number.isNaN(Date.parse(text)), {
  message: 'Input should be a valid datetime or date',
  params: { type: 'datetime_from_date_parsing' },
});

const listQuery = z.object({
  search: z.string().optional(),
  ascending: queryFlag.default(true),
  include_embeddings: queryFlag.default(false),
  ...pageQuery({ limit: 100, order: 'asc' }),
});
const searchQuery = z.object({
  query: z.string(),
  tags: z.array(z.string()).optional(),
  tag_match_mode: z.enum(['any', 'all']).default('any'),
  top_k: z.coerce.number().int().positive().max(1_000).default(10),
  start_datetime: date.optional(),
  end_datetime: date.optional(),
});
const insertBody = z.looseObject({ text: z.string(), tags: z.array(z.string()).nullish(), created_at: date.nullish() });

/** `/v1/agents/{id}/archival-memory`: list, search, insert, delete. */
export function archivalRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/:id/archival-memory', async (c) => {
    const query = parseQuery(c, listQuery);
    const archive = await findArchive(db, (await requestAgent(context, c)).id);
    if (!archive) return c.json([]);
    const page = { ...query, order: query.ascending ? 'asc' : 'desc' } as const;
    const rows = await listPassages(db, archive.id, { text: query.search }, page);
    const vectors = query.include_embeddings
      ? await vectorsOf(
          db,
          rows.map(({ id }) => id),
        )
      : undefined;
    return c.json(rows.map((row) => toPassage(context, row, archive.embedding, vectors?.get(row.id))));
  });
  app.get('/:id/archival-memory/search', async (c) => {
    const query = parseQuery(c, searchQuery, ['tags']);
    const found = await searchArchivalMemory(context, await requestAgent(context, c), {
      query: query.query,
      topK: query.top_k,
      tags: query.tags,
      matchAllTags: query.tag_match_mode === 'all',
      start: boundaryIso(query.start_datetime, 'start'),
      end: boundaryIso(query.end_datetime, 'end'),
    });
    const results = found.map((row) => ({
      id: row.id,
      timestamp: row.created_at.replace('Z', '+00:00'),
      content: row.text,
      tags: row.tags ? fromJson<string[]>(row.tags) : [],
    }));
    return c.json({ results, count: results.length });
  });
  app.post('/:id/archival-memory', async (c) => {
    const body = await parseBody(c, insertBody);
    const agent = await requestAgent(context, c);
    const passage = { text: body.text, tags: body.tags ?? null, createdAt: boundaryIso(body.created_at, 'start') };
    return c.json([toPassage(context, await insertArchivalMemory(context, agent, passage), agent.embedding)]);
  });
  app.delete('/:id/archival-memory/:passage_id', async (c) => {
    const archive = await findArchive(db, (await requestAgent(context, c)).id);
    const id = requireId('passage', c.req.param('passage_id'), 'memory_id');
    await deletePassage(db, archive?.id, id);
    if (archive) context.passages.remove(archive.id, id);
    return c.json({ message: `Memory id=${id} successfully deleted` });
  });
  return app;
}
