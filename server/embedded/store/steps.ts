import { deflateSync, inflateSync } from 'node:zlib';
import type { Insertable, Selectable, Updateable } from 'kysely';
import { newId } from '#server/embedded/ids.ts';
import { notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import { hasTags } from './has-tags.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type StepRow = Selectable<Schema['steps']>;

/** What was sent to a provider for a step, and what came back. */
export interface StepTrace {
  id: string;
  stepId: string;
  agentId: string;
  request: unknown;
  response: unknown;
  createdAt: string;
  updatedAt: string;
}

/** Which steps a list means. Times are ISO 8601. */
export interface StepFilter {
  agentId?: string | undefined;
  runId?: string | undefined;
  model?: string | undefined;
  /** `positive` or `negative`. */
  feedback?: string | undefined;
  hasFeedback?: boolean | undefined;
  /** Steps with any of these. */
  tags?: string[] | undefined;
  start?: string | undefined;
  end?: string | undefined;
}

/** Requests repeat most of the one before them, so that only the newest are kept. */
const KEPT_TRACES = 500;

/** Adds a step. */
export async function insertStep(db: Database, row: Insertable<Schema['steps']>): Promise<void> {
  await db.insertInto('steps').values(row).execute();
}

/** Changes a step. */
export async function updateStep(db: Database, id: string, patch: Updateable<Schema['steps']>): Promise<void> {
  await db.updateTable('steps').set(patch).where('id', '=', id).execute();
}

/** The step, or 404. `kind` names what was looked for. */
export async function requireStep(db: Database, id: string, kind = 'Step'): Promise<StepRow> {
  const row = await db.selectFrom('steps').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`${kind} not found with id='['${id}']'`);
  return row;
}

/** A page of steps. */
export async function listSteps(db: Database, filter: StepFilter, page: PageRequest): Promise<StepRow[]> {
  let query = db.selectFrom('steps').selectAll();
  if (filter.agentId) query = query.where('agent_id', '=', filter.agentId);
  if (filter.runId) query = query.where('run_id', '=', filter.runId);
  if (filter.model) query = query.where('model', '=', filter.model);
  if (filter.feedback) query = query.where('feedback', '=', filter.feedback);
  if (filter.hasFeedback !== undefined) query = query.where('feedback', filter.hasFeedback ? 'is not' : 'is', null);
  if (filter.tags?.length) query = query.where(hasTags(filter.tags, false));
  if (filter.start) query = query.where('created_at', '>=', filter.start);
  if (filter.end) query = query.where('created_at', '<=', filter.end);
  const cursors = { after: await seqOf(db, page.after), before: await seqOf(db, page.before) };
  return await applyPage(query, page, cursors).execute();
}

/** A run's steps, oldest first. */
export async function listRunSteps(db: Database, runId: string): Promise<StepRow[]> {
  return await db.selectFrom('steps').selectAll().where('run_id', '=', runId).orderBy('seq').execute();
}

/** Keeps what a step sent and got, the last time it asked, and forgets the agent's oldest ones. */
export async function insertTrace(
  db: Database,
  trace: { stepId: string; agentId: string; request: unknown; response: unknown; startedAt: string },
): Promise<void> {
  const exchange = { request: pack(trace.request), response: pack(trace.response), updated_at: nowIso() };
  await db
    .insertInto('step_traces')
    .values({
      step_id: trace.stepId,
      id: newId('provider_trace'),
      agent_id: trace.agentId,
      created_at: trace.startedAt,
      ...exchange,
    })
    .onConflict((conflict) => conflict.column('step_id').doUpdateSet(exchange))
    .execute();
  const oldest = db
    .selectFrom('step_traces')
    .select('created_at')
    .where('agent_id', '=', trace.agentId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(KEPT_TRACES);
  await db.deleteFrom('step_traces').where('agent_id', '=', trace.agentId).where('created_at', '<=', oldest).execute();
}

/** What a step sent and got; null if it sent nothing, or too long ago. */
export async function findTrace(db: Database, stepId: string): Promise<StepTrace | null> {
  const row = await db.selectFrom('step_traces').selectAll().where('step_id', '=', stepId).executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    stepId,
    agentId: row.agent_id,
    request: unpack(row.request),
    response: unpack(row.response),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function pack(value: unknown): Uint8Array {
  return deflateSync(JSON.stringify(value ?? null), { level: 1 });
}

function unpack(bytes: Uint8Array): unknown {
  return JSON.parse(inflateSync(bytes).toString());
}

async function seqOf(db: Database, id: string | undefined): Promise<number | undefined> {
  if (!id) return undefined;
  return (await db.selectFrom('steps').select('seq').where('id', '=', id).executeTakeFirst())?.seq;
}
