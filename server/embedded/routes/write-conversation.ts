import { z } from 'zod';
import { newId } from '#server/embedded/ids.ts';
import { badRequest } from '#server/embedded/letta-error.ts';
import { startWithPrompt } from '#server/embedded/memory/recompile-prompt.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { type BlockRow, blocksOfAgent, insertBlock, isolatedBlocks } from '#server/embedded/store/blocks.ts';
import { type ConversationRow, linkMessages, requireConversation } from '#server/embedded/store/conversations.ts';
import { toNullableJson } from '#server/embedded/store/json-column.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { readContext, type Thread } from '#server/embedded/store/threads.ts';
import { nowIso } from '#server/embedded/times.ts';

const settings = z.record(z.string(), z.unknown());

/** The body of `POST /v1/conversations/`. */
export const createConversationBody = z.looseObject({
  summary: z.string().nullish(),
  isolated_block_labels: z.array(z.string()).nullish(),
  model: z.string().nullish(),
  model_settings: settings.nullish(),
});

/** The body of a conversation's PATCH: only what is named changes. */
export const updateConversationBody = z.looseObject({
  summary: z.string().nullish(),
  model: z.string().nullish(),
  model_settings: settings.nullish(),
});

/** Makes a conversation with its own copies of the isolated blocks and its first message, or nothing at all. */
export async function createConversation(
  db: Database,
  agent: AgentRow,
  body: z.output<typeof createConversationBody>,
): Promise<ConversationRow> {
  const labels = new Set(body.isolated_block_labels ?? []);
  const blocks = await blocksOfAgent(db, agent.id);
  const missing = [...labels].find((label) => !blocks.some((block) => block.label === label));
  if (missing !== undefined)
    throw badRequest(`INVALID_ARGUMENT: Block with label '${missing}' not found on agent '${agent.id}'`);
  const id = newId('conv');
  await db.transaction().execute(async (trx) => {
    const isolated = await copyBlocks(
      trx,
      blocks.filter((block) => labels.has(block.label)),
    );
    await insertConversation(trx, id, agent, { ...body, isolated });
    await startWithPrompt(trx, agent, { agentId: agent.id, conversationId: id });
  });
  return await requireConversation(db, id);
}

/**
 * Makes a conversation that goes on from what another thread's model sees; the messages are shared. With `upTo` it ends
 * with that message. Throws 400 when the thread's model does not see it.
 */
export async function forkConversation(
  db: Database,
  agent: AgentRow,
  origin: Thread,
  { upTo }: { upTo?: string | undefined } = {},
): Promise<ConversationRow> {
  const from = origin.conversationId ? await requireConversation(db, origin.conversationId) : null;
  const id = newId('conv');
  await db.transaction().execute(async (trx) => {
    const isolated = from ? await copyBlocks(trx, await isolatedBlocks(trx, from)) : [];
    const own = { model: from?.model, model_settings: from?.model_settings ? JSON.parse(from.model_settings) : null };
    await insertConversation(trx, id, agent, { ...own, isolated });
    const seen = endingWith((await readContext(trx, origin)).slice(1), upTo);
    await startWithPrompt(trx, agent, { agentId: agent.id, conversationId: id }, seen);
    await linkMessages(trx, id, seen);
  });
  return await requireConversation(db, id);
}

function endingWith(messageIds: string[], last: string | undefined): string[] {
  if (last === undefined) return messageIds;
  const index = messageIds.indexOf(last);
  if (index === -1)
    throw badRequest(`INVALID_ARGUMENT: Message ${last} is not in the context window of this conversation.`);
  return messageIds.slice(0, index + 1);
}

async function insertConversation(
  db: Database,
  id: string,
  agent: AgentRow,
  body: z.output<typeof updateConversationBody> & { isolated: string[] },
): Promise<void> {
  const createdAt = nowIso();
  await db
    .insertInto('conversations')
    .values({
      id,
      agent_id: agent.id,
      summary: body.summary ?? null,
      message_ids: '[]',
      isolated_block_ids: JSON.stringify(body.isolated),
      model: body.model ?? null,
      model_settings: toNullableJson(body.model_settings),
      prompt_compiled_at: createdAt,
      created_at: createdAt,
      updated_at: createdAt,
    })
    .execute();
}

async function copyBlocks(db: Database, blocks: BlockRow[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { seq: _seq, ...block } of blocks) {
    const id = newId('block');
    await insertBlock(db, { ...block, id, version: 1, created_at: nowIso() });
    ids.push(id);
  }
  return ids;
}
