import { requireAgent, updateAgent } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { insertMessages, type NewMessage } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import type { Turn } from './turn.ts';

/** Adds messages to an agent's history and to its context, both or neither. */
export async function appendMessages(turn: Pick<Turn, 'context' | 'agent'>, messages: NewMessage[]): Promise<void> {
  await turn.context.db.transaction().execute(async (trx) => {
    await insertMessages(trx, messages);
    await putIntoContext(trx, turn.agent.id, messages);
  });
}

/** Puts stored messages behind what the agent has in its context. */
export async function addToContext(db: Database, agentId: string, messages: { id: string }[]): Promise<void> {
  await db.transaction().execute((trx) => putIntoContext(trx, agentId, messages));
}

async function putIntoContext(trx: Database, agentId: string, messages: { id: string }[]): Promise<void> {
  const agent = await requireAgent(trx, agentId);
  const ids = [...fromJson<string[]>(agent.message_ids), ...messages.map((message) => message.id)];
  await updateAgent(trx, agentId, { message_ids: JSON.stringify(ids) });
}
