import type { Insertable, Selectable, Updateable } from 'kysely';
import { notFound } from '#server/embedded/letta-error.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type ToolRow = Selectable<Schema['tools']>;

/** Which tools a library list means. */
export interface ToolFilter {
  name?: string | undefined;
  names?: string[] | undefined;
  toolIds?: string[] | undefined;
  search?: string | undefined;
  toolTypes?: string[] | undefined;
  excludeToolTypes?: string[] | undefined;
  onlyLettaTools?: boolean | undefined;
  excludeLettaTools?: boolean | undefined;
}

/** Adds a tool, or replaces the one of the same name, whose id stays. */
export async function upsertTool(db: Database, row: Insertable<Schema['tools']>): Promise<ToolRow> {
  const { id: _id, created_at: _createdAt, ...changes } = row;
  return await db
    .insertInto('tools')
    .values(row)
    .onConflict((clash) => clash.column('name').doUpdateSet(changes))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The tool, or 404. */
export async function requireTool(db: Database, id: string): Promise<ToolRow> {
  const row = await db.selectFrom('tools').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Tool not found with id='['${id}']'`);
  return row;
}

/** The tools of these ids, in no particular order. */
export async function toolsByIds(db: Database, ids: string[]): Promise<ToolRow[]> {
  return ids.length === 0 ? [] : await db.selectFrom('tools').selectAll().where('id', 'in', ids).execute();
}

/** The tools of these names, in no particular order. */
export async function toolsByName(db: Database, names: string[]): Promise<ToolRow[]> {
  return names.length === 0 ? [] : await db.selectFrom('tools').selectAll().where('name', 'in', names).execute();
}

/** A page of the tool library. */
export async function listTools(db: Database, filter: ToolFilter, page: PageRequest): Promise<ToolRow[]> {
  const query = filtered(db, filter).selectAll('tools');
  const cursors = { after: await seqOf(db, page.after), before: await seqOf(db, page.before) };
  return await applyPage(query, page, cursors).execute();
}

/** How many tools match. */
export async function countTools(db: Database, filter: ToolFilter): Promise<number> {
  const row = await filtered(db, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Changes a tool. */
export async function updateTool(db: Database, id: string, patch: Updateable<Schema['tools']>): Promise<void> {
  if (Object.keys(patch).length === 0) return;
  await db.updateTable('tools').set(patch).where('id', '=', id).execute();
}

/** Removes a tool, also from every agent; false if there was none. */
export async function deleteTool(db: Database, id: string): Promise<boolean> {
  const result = await db.deleteFrom('tools').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** The tools of each given agent, in the order they were attached. */
export async function toolsOf(db: Database, agentIds: string[]): Promise<Map<string, ToolRow[]>> {
  const tools = new Map<string, ToolRow[]>(agentIds.map((id) => [id, []]));
  if (agentIds.length === 0) return tools;
  const rows = await db
    .selectFrom('agent_tools')
    .innerJoin('tools', 'tools.id', 'agent_tools.tool_id')
    .selectAll('tools')
    .select('agent_tools.agent_id')
    .where('agent_tools.agent_id', 'in', agentIds)
    .orderBy('agent_tools.seq')
    .execute();
  for (const { agent_id, ...tool } of rows) tools.get(agent_id)?.push(tool);
  return tools;
}

/** The tools of one agent, in the order they were attached. */
export async function toolsOfAgent(db: Database, agentId: string): Promise<ToolRow[]> {
  return (await toolsOf(db, [agentId])).get(agentId) ?? [];
}

/** Gives an agent a tool; attaching twice changes nothing. */
export async function attachTool(db: Database, agentId: string, toolId: string): Promise<void> {
  await db
    .insertInto('agent_tools')
    .values({ agent_id: agentId, tool_id: toolId })
    .onConflict((clash) => clash.doNothing())
    .execute();
}

/** Takes a tool from an agent; taking one it does not have changes nothing. */
export async function detachTool(db: Database, agentId: string, toolId: string): Promise<void> {
  await db.deleteFrom('agent_tools').where('agent_id', '=', agentId).where('tool_id', '=', toolId).execute();
}

async function seqOf(db: Database, id: string | undefined): Promise<number | undefined> {
  if (!id) return undefined;
  return (await db.selectFrom('tools').select('seq').where('id', '=', id).executeTakeFirst())?.seq;
}

function filtered(db: Database, filter: ToolFilter) {
  let query = db.selectFrom('tools');
  if (filter.name) query = query.where('name', '=', filter.name);
  if (filter.names) query = query.where('name', 'in', filter.names);
  if (filter.toolIds) query = query.where('id', 'in', filter.toolIds);
  if (filter.search) query = query.where('name', 'like', `%${filter.search}%`);
  if (filter.toolTypes) query = query.where('tool_type', 'in', filter.toolTypes);
  if (filter.excludeToolTypes) query = query.where('tool_type', 'not in', filter.excludeToolTypes);
  if (filter.onlyLettaTools) query = query.where('tool_type', 'like', 'letta_%');
  if (filter.excludeLettaTools) query = query.where('tool_type', 'not like', 'letta_%');
  return query;
}
