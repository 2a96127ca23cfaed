import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import { notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type RunRow = Selectable<Schema['runs']>;

/** Which runs a list means. */
export interface RunFilter {
  agentIds?: string[] | undefined;
  /** `default` means the agents' own threads. */
  conversationId?: string | undefined;
  statuses?: string[] | undefined;
  stopReason?: string | undefined;
  background?: boolean | undefined;
}

/** The states a run can still leave. */
export const ACTIVE_STATUSES = ['created', 'running'];

/** Adds a run. */
export async function insertRun(db: Database, row: Insertable<Schema['runs']>): Promise<void> {
  await db.insertInto('runs').values(row).execute();
}

/** The run, or 404. `kind` names what was looked for. */
export async function requireRun(db: Database, id: string, kind = 'Run'): Promise<RunRow> {
  const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`${kind} not found with id='['${id}']'`);
  return row;
}

/**
 * A page of runs. The cursors of this list are the original's: `before=X` gives the rows behind X in the
 * requested order, `after=X` those ahead of it.
 */
export async function listRuns(db: Database, filter: RunFilter, page: PageRequest): Promise<RunRow[]> {
  let query = db.selectFrom('runs').selectAll();
  if (filter.agentIds) query = query.where('agent_id', 'in', filter.agentIds);
  if (filter.conversationId === 'default') query = query.where('conversation_id', 'is', null);
  else if (filter.conversationId) query = query.where('conversation_id', '=', filter.conversationId);
  if (filter.statuses) query = query.where('status', 'in', filter.statuses);
  if (filter.stopReason) query = query.where('stop_reason', '=', filter.stopReason);
  if (filter.background !== undefined) query = query.where('background', '=', Number(filter.background));
  const cursors = { after: await seqOf(db, page.before), before: await seqOf(db, page.after) };
  return await applyPage(query, page, cursors).execute();
}

/** Changes a run. */
export async function updateRun(db: Database, id: string, patch: Updateable<Schema['runs']>): Promise<void> {
  await db.updateTable('runs').set(patch).where('id', '=', id).execute();
}

/** Closes runs that a crash left open, as failed; returns how many. */
export async function failOrphanedRuns(db: Database): Promise<number> {
  const error = 'The server stopped while this run was going on.';
  const result = await db
    .updateTable('runs')
    .set((eb) => ({
      status: 'failed',
      stop_reason: 'error',
      completed_at: nowIso(),
      metadata: eb.fn<string>('json_set', ['metadata', eb.val('$.error'), eb.val(error)]),
    }))
    .where('status', 'in', ACTIVE_STATUSES)
    .executeTakeFirst();
  await db
    .updateTable('steps')
    .set({ status: 'failed', stop_reason: 'error' })
    .where('status', '=', 'pending')
    .execute();
  return Number(result.numUpdatedRows);
}

/** The ids of the tools a run has called. */
export async function toolsUsedIn(db: Database, run: RunRow): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT tools.id FROM messages, json_each(messages.tool_returns) AS returned
    JOIN tools ON tools.name = json_extract(returned.value, '$.name')
    WHERE messages.run_id = ${run.id} AND messages.tool_returns IS NOT NULL`.execute(db);
  return rows.map((row) => row.id);
}

/** Removes a run with its steps; its messages stay. */
export async function deleteRun(db: Database, id: string): Promise<void> {
  await db.deleteFrom('runs').where('id', '=', id).execute();
}

async function seqOf(db: Database, id: string | undefined): Promise<number | undefined> {
  if (!id) return undefined;
  return (await db.selectFrom('runs').select('seq').where('id', '=', id).executeTakeFirst())?.seq;
}
