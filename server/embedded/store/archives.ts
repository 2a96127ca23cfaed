import { type Insertable, type Selectable, sql } from 'kysely';
import { newId } from '#server/embedded/ids.ts';
import { conflict, notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { AgentRow } from './agents.ts';
import { hasTags } from './has-tags.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type ArchiveRow = Selectable<Schema['archives']>;
export type PassageRow = Selectable<Schema['passages']>;
export type NewPassageRow = Insertable<Schema['passages']> & { embedding: Uint8Array | null };

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
    description: 'Made for the first memory of this agent',
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

/** Adds passages with their vectors, all or none. */
export async function insertPassages(db: Database, rows: NewPassageRow[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { embedding, ...row } of rows) {
      const { seq } = await trx.insertInto('passages').values(row).returning('seq').executeTakeFirstOrThrow();
      if (embedding) await trx.insertInto('passage_vectors').values({ seq, embedding }).execute();
    }
  });
}

/** The archive, or 404. */
export async function requireArchive(db: Database, id: string): Promise<ArchiveRow> {
  const row = await db.selectFrom('archives').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Archive not found with id='['${id}']'`);
  return row;
}

/** A page of archives, all or those of an agent. */
export async function listArchives(
  db: Database,
  filter: { agentId?: string | undefined; name?: string | undefined },
  page: PageRequest,
): Promise<ArchiveRow[]> {
  let query = db.selectFrom('archives').selectAll('archives');
  if (filter.name) query = query.where('name', '=', filter.name);
  const { agentId } = filter;
  if (agentId) {
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('agent_archives').select('archive_id').where('agent_id', '=', agentId),
    );
  }
  const cursors = { after: await archiveSeq(db, page.after), before: await archiveSeq(db, page.before) };
  return await applyPage(query, page, cursors).execute();
}

/** Adds an archive. */
export async function insertArchive(db: Database, row: Insertable<Schema['archives']>): Promise<void> {
  await db.insertInto('archives').values(row).execute();
}

/** Changes an archive and its `updated_at`. */
export async function updateArchive(
  db: Database,
  id: string,
  patch: { name?: string; description?: string | null },
): Promise<void> {
  await db
    .updateTable('archives')
    .set({ ...patch, updated_at: nowIso() })
    .where('id', '=', id)
    .execute();
}

/** Removes an archive with its passages, also from its agents. */
export async function deleteArchive(db: Database, id: string): Promise<void> {
  await db.deleteFrom('archives').where('id', '=', id).execute();
}

/** The ids of the agents that use an archive. */
export async function agentsOfArchive(db: Database, archiveId: string): Promise<string[]> {
  const rows = await db.selectFrom('agent_archives').select('agent_id').where('archive_id', '=', archiveId).execute();
  return rows.map((row) => row.agent_id);
}

/** Gives an agent an archive. 409 if it has another one; attaching twice changes nothing. */
export async function attachArchive(db: Database, agentId: string, archiveId: string): Promise<void> {
  const found = await findArchive(db, agentId);
  if (found?.id === archiveId) return;
  if (found) throw conflict(`The agent already has the archive '${found.name}'. Detach it first.`);
  await db.insertInto('agent_archives').values({ agent_id: agentId, archive_id: archiveId }).execute();
}

/** Takes an archive from an agent; it stays in the library. */
export async function detachArchive(db: Database, agentId: string, archiveId: string): Promise<void> {
  await db.deleteFrom('agent_archives').where('agent_id', '=', agentId).where('archive_id', '=', archiveId).execute();
}

/** A page of an archive's passages by date. */
export async function listPassages(
  db: Database,
  archiveId: string,
  filter: PassageFilter,
  page: PageRequest,
): Promise<PassageRow[]> {
  let query = filtered(db, archiveId, filter).selectAll();
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

/** The passages of these ids in the order of the ids. */
export async function passagesByIds(db: Database, ids: string[]): Promise<PassageRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('passages').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** A passage as the index of vectors knows it. */
export interface PassageVector {
  id: string;
  seq: number;
  /** As it is stored. */
  tags: string | null;
  created_at: string;
  vector: Float32Array | null;
}

/** An archive's passages with their vectors by date, from behind `after`. */
export async function passageVectors(
  db: Database,
  archiveId: string,
  { after, limit }: { after: PassageVector | undefined; limit: number },
): Promise<PassageVector[]> {
  const select = db
    .selectFrom('passages')
    .leftJoin('passage_vectors', 'passage_vectors.seq', 'passages.seq')
    .select(['id', 'passages.seq', 'tags', 'created_at', 'embedding'])
    .where('archive_id', '=', archiveId);
  const rest = after
    ? select.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'passages.seq'), '>', tuple(after.created_at, after.seq)),
      )
    : select;
  const rows = await rest.orderBy('created_at').orderBy('passages.seq').limit(limit).execute();
  return rows.map(({ embedding, ...row }) => ({ ...row, vector: embedding && toVector(embedding) }));
}

/** The vectors of these passages; those without one are left out. */
export async function vectorsOf(db: Database, ids: string[]): Promise<Map<string, Float32Array>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('passages')
    .innerJoin('passage_vectors', 'passage_vectors.seq', 'passages.seq')
    .select(['id', 'embedding'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, embedding }) => [id, toVector(embedding)]));
}

/** Bytes of a row need not begin at a multiple of four. */
function toVector(bytes: Uint8Array): Float32Array {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(whole.buffer, whole.byteOffset, whole.byteLength / 4);
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
export async function deletePassage(
  db: Database,
  archiveId: string | undefined,
  id: string,
  kind = 'Passage',
): Promise<void> {
  const result = await db
    .deleteFrom('passages')
    .where('id', '=', id)
    .where('archive_id', '=', archiveId ?? '')
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw notFound(`${kind} with id ${id} not found in database.`);
}

async function archiveSeq(db: Database, id: string | undefined): Promise<number | undefined> {
  if (!id) return undefined;
  return (await db.selectFrom('archives').select('seq').where('id', '=', id).executeTakeFirst())?.seq;
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
  if (tags.length > 0) query = query.where(hasTags(tags, filter.matchAllTags));
  return query;
}
