import { requireAgent, updateAgent } from './agents.ts';
import { linkMessages, requireConversation, updateConversation } from './conversations.ts';
import { fromJson } from './json-column.ts';
import { insertMessages, type NewMessage } from './messages.ts';
import type { Database } from './open-database.ts';

/** Where a turn takes place: one of the agent's conversations, or its own thread when there is none. */
export interface Thread {
  agentId: string;
  conversationId: string | null;
}

/** The ids of the messages the model sees, the system message first. */
export async function readContext(db: Database, { agentId, conversationId }: Thread): Promise<string[]> {
  const row = conversationId ? await requireConversation(db, conversationId) : await requireAgent(db, agentId);
  return fromJson(row.message_ids);
}

/** Replaces what the model sees. */
export async function writeContext(db: Database, { agentId, conversationId }: Thread, ids: string[]): Promise<void> {
  const patch = { message_ids: JSON.stringify(ids) };
  if (conversationId) await updateConversation(db, conversationId, patch);
  else await updateAgent(db, agentId, patch);
}

/** Stores messages of a thread without showing them to the model yet. */
export async function storeMessages(db: Database, thread: Thread, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await insertMessages(
    db,
    messages.map((message) => ({ ...message, conversation_id: thread.conversationId })),
  );
  if (!thread.conversationId) return;
  await linkMessages(
    db,
    thread.conversationId,
    messages.map(({ id }) => id),
  );
  const said = messages.findLast((message) => message.role !== 'system');
  if (said) await updateConversation(db, thread.conversationId, { last_message_at: said.created_at });
}

/** Puts stored messages behind what the model sees, both or neither. */
export async function extendContext(db: Database, thread: Thread, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await writeContext(trx, thread, [...(await readContext(trx, thread)), ...ids]);
  });
}

/** Adds messages to a thread's history and to what the model sees, both or neither. */
export async function appendMessages(db: Database, thread: Thread, messages: NewMessage[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await storeMessages(trx, thread, messages);
    await writeContext(trx, thread, [...(await readContext(trx, thread)), ...messages.map(({ id }) => id)]);
  });
}

/** Takes messages out of a thread's history and of what the model sees, both or neither. */
export async function removeMessages(db: Database, thread: Thread, ids: string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const context = await readContext(trx, thread);
    await writeContext(
      trx,
      thread,
      context.filter((id) => !ids.includes(id)),
    );
    await trx.deleteFrom('messages').where('id', 'in', ids).execute();
  });
}

/** What tells threads apart: turns of one thread follow one another. */
export function threadKey({ agentId, conversationId }: Thread): string {
  return conversationId ?? agentId;
}
