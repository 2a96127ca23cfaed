import type { Selectable, Updateable } from 'kysely';
import { notFound } from '#server/embedded/letta-error.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { MessageRow } from './messages.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';

export type ConversationRow = Selectable<Schema['conversations']>;

/** Which conversations a list means. */
export interface ConversationFilter {
  agentId?: string | undefined;
  summarySearch?: string | undefined;
}

export type ConversationOrderBy = 'created_at' | 'last_run_completion' | 'last_message_at';

/** The conversation, or 404. */
export async function requireConversation(db: Database, id: string): Promise<ConversationRow> {
  const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Conversation not found with id='['${id}']'`);
  return row;
}

/** A page of conversations. Those without the date they are ordered by come last. */
export async function listConversations(
  db: Database,
  filter: ConversationFilter,
  page: PageRequest & { orderBy: ConversationOrderBy },
): Promise<ConversationRow[]> {
  let query = db.selectFrom('conversations').selectAll();
  if (filter.agentId) query = query.where('agent_id', '=', filter.agentId);
  if (filter.summarySearch) query = query.where('summary', 'like', `%${filter.summarySearch}%`);
  const rows = await query.orderBy('seq', page.order).execute();
  const ordered = page.orderBy === 'created_at' ? rows : sortByDate(rows, page.orderBy, page.order);
  const start = page.after ? ordered.findIndex((row) => row.id === page.after) + 1 : 0;
  return ordered.slice(start, page.limit === 0 ? undefined : start + page.limit);
}

/** Changes a conversation and its `updated_at`. */
export async function updateConversation(
  db: Database,
  id: string,
  patch: Updateable<Schema['conversations']>,
): Promise<void> {
  await db
    .updateTable('conversations')
    .set({ ...patch, updated_at: nowIso() })
    .where('id', '=', id)
    .execute();
}

/** Removes a conversation; its messages stay with the agent. */
export async function deleteConversation(db: Database, id: string): Promise<void> {
  await db.deleteFrom('conversations').where('id', '=', id).execute();
}

/** Puts messages at the end of a conversation's history. */
export async function linkMessages(db: Database, conversationId: string, messageIds: string[]): Promise<void> {
  const rows = messageIds.map((message_id) => ({ conversation_id: conversationId, message_id }));
  if (rows.length > 0) await db.insertInto('conversation_messages').values(rows).execute();
}

/** A page of a conversation's messages in the order asked for. `before` and `after` are chronological. */
export async function listConversationMessages(
  db: Database,
  conversationId: string,
  page: PageRequest,
): Promise<MessageRow[]> {
  const links = db
    .selectFrom('conversation_messages')
    .select(['seq', 'message_id'])
    .where('conversation_id', '=', conversationId);
  const older = await linkSeq(db, conversationId, page.before);
  const newer = await linkSeq(db, conversationId, page.after);
  // Both cursors are chronological, whatever the order.
  const cursors = page.order === 'asc' ? { after: newer, before: older } : { after: older, before: newer };
  const rows = await db
    .selectFrom(applyPage(links, page, cursors).as('links'))
    .innerJoin('messages', 'messages.id', 'links.message_id')
    .selectAll('messages')
    .orderBy('links.seq', page.order)
    .execute();
  return rows;
}

async function linkSeq(
  db: Database,
  conversationId: string,
  messageId: string | undefined,
): Promise<number | undefined> {
  if (!messageId) return undefined;
  const row = await db
    .selectFrom('conversation_messages')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  if (!row) throw notFound(`Message ${messageId} not found in conversation ${conversationId}`);
  return row.seq;
}

function sortByDate(
  rows: ConversationRow[],
  key: 'last_run_completion' | 'last_message_at',
  order: 'asc' | 'desc',
): ConversationRow[] {
  const sign = order === 'asc' ? 1 : -1;
  return rows.toSorted((left, right) => {
    if (left[key] === right[key]) return 0;
    if (left[key] === null) return 1;
    if (right[key] === null) return -1;
    return left[key] < right[key] ? -sign : sign;
  });
}
