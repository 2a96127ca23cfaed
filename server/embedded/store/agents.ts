import type { Insertable, Selectable, Updateable } from 'kysely';
import { notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { Database } from './open-database.ts';
import type { PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type AgentRow = Selectable<Schema['agents']>;
export type AgentPatch = Updateable<Schema['agents']>;

/** Which agents a list or count means. */
export interface AgentFilter {
  name?: string | undefined;
  queryText?: string | undefined;
  tags?: string[] | undefined;
  matchAllTags?: boolean | undefined;
  lastStopReason?: string | undefined;
  showHidden?: boolean | undefined;
}

export type AgentOrderBy = 'created_at' | 'updated_at' | 'last_run_completion';

/** Adds an agent. */
export async function insertAgent(db: Database, row: Insertable<Schema['agents']>): Promise<void> {
  await db.insertInto('agents').values(row).execute();
}

/** The agent, or the original's 404. */
export async function requireAgent(db: Database, id: string): Promise<AgentRow> {
  const row = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Agent with ID ${id} not found`);
  return row;
}

/** The agents of these ids, newest first. */
export async function agentsByIds(db: Database, ids: string[]): Promise<AgentRow[]> {
  return ids.length === 0
    ? []
    : await db.selectFrom('agents').selectAll().where('id', 'in', ids).orderBy('seq', 'desc').execute();
}

/** A page of agents; the sort column ties are broken by creation order. */
export async function listAgents(
  db: Database,
  filter: AgentFilter,
  page: PageRequest & { orderBy: AgentOrderBy },
): Promise<AgentRow[]> {
  let query = filtered(db, filter).selectAll('agents');
  const [after, before] = await Promise.all([cursorRow(db, page.after), cursorRow(db, page.before)]);
  const column = page.orderBy;
  const compare = (row: AgentRow, operator: '<' | '>') => {
    query = query.where((eb) => {
      const value = row[column];
      const tie = eb.and([eb(column, 'is', value), eb('seq', operator, row.seq)]);
      if (value === null) return operator === '>' ? eb.or([tie, eb(column, 'is not', null)]) : tie;
      const beyond = eb(column, operator, value);
      return operator === '<' ? eb.or([beyond, tie, eb(column, 'is', null)]) : eb.or([beyond, tie]);
    });
  };
  if (after) compare(after, page.order === 'asc' ? '>' : '<');
  if (before) compare(before, page.order === 'asc' ? '<' : '>');
  query = query.orderBy(column, page.order).orderBy('seq', page.order);
  return await (page.limit === 0 ? query : query.limit(page.limit)).execute();
}

/** How many agents match. */
export async function countAgents(db: Database, filter: AgentFilter): Promise<number> {
  const row = await filtered(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Changes an agent and its `updated_at`. */
export async function updateAgent(db: Database, id: string, patch: AgentPatch): Promise<void> {
  await db
    .updateTable('agents')
    .set({ ...patch, updated_at: nowIso() })
    .where('id', '=', id)
    .execute();
}

/** Removes an agent with its messages, runs and links; blocks, tools and archives stay. */
export async function deleteAgent(db: Database, id: string): Promise<void> {
  await db.deleteFrom('agents').where('id', '=', id).execute();
}

/** The tags of each given agent, sorted. */
export async function tagsOf(db: Database, agentIds: string[]): Promise<Map<string, string[]>> {
  const tags = new Map<string, string[]>(agentIds.map((id) => [id, []]));
  if (agentIds.length === 0) return tags;
  const rows = await db.selectFrom('agent_tags').selectAll().where('agent_id', 'in', agentIds).orderBy('tag').execute();
  for (const row of rows) tags.get(row.agent_id)?.push(row.tag);
  return tags;
}

/** Makes these the agent's tags. */
export async function replaceTags(db: Database, agentId: string, tags: string[]): Promise<void> {
  await db.deleteFrom('agent_tags').where('agent_id', '=', agentId).execute();
  const rows = [...new Set(tags)].map((tag) => ({ agent_id: agentId, tag }));
  if (rows.length > 0) await db.insertInto('agent_tags').values(rows).execute();
}

/** A page of the tags in use by their letters, optionally only those containing `text`. Cursors are tags. */
export async function listTags(db: Database, text: string | undefined, page: PageRequest): Promise<string[]> {
  let query = db.selectFrom('agent_tags').select('tag').distinct();
  if (text) query = query.where('tag', 'like', `%${text}%`);
  if (page.after) query = query.where('tag', page.order === 'asc' ? '>' : '<', page.after);
  if (page.before) query = query.where('tag', page.order === 'asc' ? '<' : '>', page.before);
  query = query.orderBy('tag', page.order);
  return (await (page.limit === 0 ? query : query.limit(page.limit)).execute()).map((row) => row.tag);
}

async function cursorRow(db: Database, id: string | undefined): Promise<AgentRow | undefined> {
  return id ? await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
}

function filtered(db: Database, filter: AgentFilter) {
  let query = db.selectFrom('agents');
  if (filter.name) query = query.where('name', '=', filter.name);
  if (filter.queryText) query = query.where('name', 'like', `%${filter.queryText}%`);
  if (filter.lastStopReason) query = query.where('last_stop_reason', '=', filter.lastStopReason);
  if (!filter.showHidden) query = query.where((eb) => eb.or([eb('hidden', 'is', null), eb('hidden', '=', 0)]));
  const tags = filter.tags ?? [];
  if (tags.length > 0) {
    query = query.where('id', 'in', (eb) => {
      const tagged = eb.selectFrom('agent_tags').select('agent_id').where('tag', 'in', tags).groupBy('agent_id');
      return filter.matchAllTags
        ? tagged.having((having) => having(having.fn.count('tag'), '=', new Set(tags).size))
        : tagged;
    });
  }
  return query;
}
