import { type Insertable, type Selectable, sql } from 'kysely';
import { notFound } from '#server/embedded/letta-error.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type MessageRow = Selectable<Schema['messages']>;
export type NewMessage = Insertable<Schema['messages']>;

/** Adds messages in the order given. */
export async function insertMessages(db: Database, rows: NewMessage[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('messages').values(rows).execute();
}

/** Replaces the content and tool calls of a message that was stored before it was complete. */
export async function updateMessage(db: Database, message: NewMessage): Promise<void> {
  const { content, tool_calls } = message;
  await db
    .updateTable('messages')
    .set({ content, tool_calls: tool_calls ?? null })
    .where('id', '=', message.id)
    .execute();
}

/** Says which step answered these messages. */
export async function claimMessages(db: Database, ids: string[], stepId: string): Promise<void> {
  await db.updateTable('messages').set({ step_id: stepId }).where('id', 'in', ids).execute();
}

/** A new message as it will be read back; `seq` is not known yet and 0. */
export function toRow(message: NewMessage): MessageRow {
  const empty = { name: null, model: null, tool_calls: null, tool_call_id: null, tool_returns: null };
  const unset = { otid: null, sender_id: null, run_id: null, step_id: null, is_err: null };
  const plain = { conversation_id: null, approvals: null };
  return { seq: 0, ...empty, ...unset, ...plain, ...message } as MessageRow;
}

/** The messages of these ids, in the order of the ids; unknown ids are left out. */
export async function messagesByIds(db: Database, ids: string[]): Promise<MessageRow[]> {
  const found = new Map<string, MessageRow>();
  for (let start = 0; start < ids.length; start += 500) {
    const batch = ids.slice(start, start + 500);
    for (const row of await db.selectFrom('messages').selectAll().where('id', 'in', batch).execute()) {
      found.set(row.id, row);
    }
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** All messages of an agent's own thread, oldest first. */
export async function listOwnMessages(db: Database, agentId: string): Promise<MessageRow[]> {
  return await db
    .selectFrom('messages')
    .selectAll()
    .where('agent_id', '=', agentId)
    .where('conversation_id', 'is', null)
    .orderBy('seq')
    .execute();
}

/**
 * A page of an agent's messages, oldest first whatever the order asked for: `desc` picks the newest, as the
 * original does. `before` and `after` are chronological. An unknown cursor is a 404.
 */
export async function listAgentMessages(
  db: Database,
  agentId: string,
  conversationId: string | undefined,
  page: PageRequest,
): Promise<MessageRow[]> {
  let query = db.selectFrom('messages').selectAll().where('agent_id', '=', agentId);
  if (conversationId === 'default') query = query.where('conversation_id', 'is', null);
  else if (conversationId) {
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('conversation_messages').select('message_id').where('conversation_id', '=', conversationId),
    );
  }
  if (page.before) query = query.where('seq', '<', await requireSeq(db, agentId, page.before));
  if (page.after) query = query.where('seq', '>', await requireSeq(db, agentId, page.after));
  query = query.orderBy('seq', page.order);
  // Unlike in other lists 0 is no messages here, as in the original.
  const rows = await query.limit(page.limit).execute();
  return page.order === 'desc' ? rows.reverse() : rows;
}

/** A page of the messages of all agents, oldest first whatever the order asked for, as in an agent's list. */
export async function listAllMessages(db: Database, page: PageRequest): Promise<MessageRow[]> {
  const seqOf = async (id: string | undefined) =>
    id ? (await db.selectFrom('messages').select('seq').where('id', '=', id).executeTakeFirst())?.seq : undefined;
  const cursors = { after: await seqOf(page.after), before: await seqOf(page.before) };
  const rows = await applyPage(db.selectFrom('messages').selectAll(), page, cursors).execute();
  return page.order === 'desc' ? rows.reverse() : rows;
}

/** The messages of a run. */
export async function listRunMessages(db: Database, runId: string, page: PageRequest): Promise<MessageRow[]> {
  let query = db.selectFrom('messages').selectAll().where('run_id', '=', runId).orderBy('seq', page.order);
  if (page.limit > 0) query = query.limit(page.limit);
  return await query.execute();
}

/** The messages of a step, oldest first. */
export async function listStepMessages(db: Database, stepId: string): Promise<MessageRow[]> {
  return await db.selectFrom('messages').selectAll().where('step_id', '=', stepId).orderBy('seq').execute();
}

/** One stored message, or 404. */
export async function requireMessage(db: Database, id: string): Promise<MessageRow> {
  const row = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Message ${id} not found`);
  return row;
}

/** How many messages the agent ever had. */
export async function countMessages(db: Database, agentId: string): Promise<number> {
  const row = await db
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('agent_id', '=', agentId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The newest messages of the agent that a person or the agent wrote and whose text contains every given word. */
export async function searchMessages(
  db: Database,
  agentId: string,
  search: {
    words: string[];
    roles?: string[] | undefined;
    start?: string | undefined;
    end?: string | undefined;
    limit: number;
  },
): Promise<MessageRow[]> {
  let query = db.selectFrom('messages').selectAll().where('agent_id', '=', agentId);
  query = query.where('role', 'in', search.roles ?? ['user', 'assistant']);
  for (const word of search.words)
    query = query.where(sql<boolean>`EXISTS (
    SELECT 1 FROM json_each(messages.content) WHERE json_extract(value, '$.text') LIKE ${likePattern(word)} ESCAPE '\\')`);
  if (search.start) query = query.where('created_at', '>=', search.start);
  if (search.end) query = query.where('created_at', '<=', search.end);
  return await query.orderBy('seq', 'desc').limit(search.limit).execute();
}

/** Text to be found as it is: `%` and `_` mean themselves. */
function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

async function requireSeq(db: Database, agentId: string, id: string): Promise<number> {
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('id', '=', id)
    .where('agent_id', '=', agentId)
    .executeTakeFirst();
  if (!row) throw notFound(`No message found with id '${id}' for agent '${agentId}'.`);
  return row.seq;
}
