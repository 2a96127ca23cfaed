import { type Insertable, type Selectable, sql } from 'kysely';
import { newId } from '#server/embedded/ids.ts';
import { notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { AgentRow } from './agents.ts';
import type { Database } from './open-database.ts';
import type { PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type ArchiveRow = Selectable<Schema['archives']>;
export type PassageRow = Selectable<Schema['passages']>;

/** A passage without its vector, which is most of its bytes. */
export type ListedPassage = Omit<PassageRow, 'embedding'>;

const WITHOUT_EMBEDDING = ['seq', 'id', 'archive_id', 'text', 'tags', 'metadata', 'created_at', 'updated_at'] as const;

/** Which passages a list or search means. Times are ISO 8601. */
export interface PassageFilter {
  text?: string | undefined;
  tags?: string[] | undefined;
  matchAllTags?: boolean | undefined;
  start?: string | undefined;
  end?: string | undefined;
}

/** The agent's archive, if it has one. */
export async function findArchive(db: Database, agentId: string): Promise<ArchiveRow | undefined> {
  return await db
    .selectFrom('agent_archives')
    .innerJoin('archives', 'archives.id', 'agent_archives.archive_id')
    .selectAll('archives')
    .where('agent_archives.agent_id', '=', agentId)
    .executeTakeFirst();
}

/** The agent's archive, made on first use with the agent's embedding model. */
export async function ensureArchive(db: Database, agent: AgentRow): Promise<ArchiveRow> {
  const found = await findArchive(db, agent.id);
  if (found) return found;
  const id = newId('archive');
  const row = {
    id,
    name: `${agent.name}'s Archive`,
    description: null,
    embedding: agent.embedding,
    created_at: nowIso(),
  };
  await db.transaction().execute(async (trx) => {
    // Two first inserts may come at once: the second finds the first one's archive here.
    if (await findArchive(trx, agent.id)) return;
    await trx.insertInto('archives').values(row).execute();
    await trx.insertInto('agent_archives').values({ agent_id: agent.id, archive_id: id }).execute();
  });
  const made = await findArchive(db, agent.id);
  if (!made) throw new Error(`The archive of ${agent.id} vanished while it was made.`);
  return made;
}

/** Adds a passage. */
export async function insertPassage(db: Database, row: Insertable<Schema['passages']>): Promise<void> {
  await db.insertInto('passages').values(row).execute();
}

/** A page of an archive's passages by date, without their embeddings. */
export async function listPassages(
  db: Database,
  archiveId: string,
  filter: PassageFilter,
  page: PageRequest,
): Promise<ListedPassage[]> {
  let query = filtered(db, archiveId, filter).select(WITHOUT_EMBEDDING);
  const [after, before] = await Promise.all([cursor(db, page.after), cursor(db, page.before)]);
  const forward = page.order === 'asc' ? '>' : '<';
  const backward = page.order === 'asc' ? '<' : '>';
  for (const [row, operator] of [
    [after, forward],
    [before, backward],
  ] as const) {
    if (!row) continue;
    query = query.where((eb) =>
      eb.or([
        eb('created_at', operator, row.created_at),
        eb.and([eb('created_at', '=', row.created_at), eb('seq', operator, row.seq)]),
      ]),
    );
  }
  query = query.orderBy('created_at', page.order).orderBy('seq', page.order);
  return await (page.limit === 0 ? query : query.limit(page.limit)).execute();
}

/** Every passage that matches, newest first: the candidates of a search. */
export async function searchablePassages(
  db: Database,
  archiveId: string,
  filter: PassageFilter,
): Promise<PassageRow[]> {
  return await filtered(db, archiveId, filter).selectAll('passages').orderBy('created_at', 'desc').execute();
}

/** The tags in use in an archive, sorted, at most `limit`. */
export async function archiveTags(db: Database, archiveId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ tag: string }>`
    SELECT DISTINCT value AS tag FROM passages, json_each(passages.tags)
    WHERE archive_id = ${archiveId} ORDER BY tag LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.tag);
}

/** How many passages the archive holds. */
export async function countPassages(db: Database, archiveId: string): Promise<number> {
  const row = await filtered(db, archiveId, {})
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Removes a passage, or 404. */
export async function deletePassage(db: Database, archiveId: string | undefined, id: string): Promise<void> {
  const result = await db
    .deleteFrom('passages')
    .where('id', '=', id)
    .where('archive_id', '=', archiveId ?? '')
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw notFound(`Passage with id ${id} not found in database.`);
}

async function cursor(db: Database, id: string | undefined): Promise<PassageRow | undefined> {
  return id ? await db.selectFrom('passages').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
}

function filtered(db: Database, archiveId: string, filter: PassageFilter) {
  let query = db.selectFrom('passages').where('archive_id', '=', archiveId);
  if (filter.text) query = query.where('text', 'like', `%${filter.text}%`);
  if (filter.start) query = query.where('created_at', '>=', filter.start);
  if (filter.end) query = query.where('created_at', '<=', filter.end);
  const tags = filter.tags ?? [];
  if (tags.length > 0) {
    // Tags are a JSON array of strings: a quoted tag in its text is that tag.
    query = query.where((eb) => {
      const each = tags.map((tag) => eb(eb.fn<number>('instr', ['tags', eb.val(JSON.stringify(tag))]), '>', 0));
      return filter.matchAllTags ? eb.and(each) : eb.or(each);
    });
  }
  return query;
}
