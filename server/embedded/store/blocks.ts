import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import { conflict, notFound } from '#server/embedded/letta-error.ts';
import { type ConversationRow, requireConversation } from './conversations.ts';
import { hasTags } from './has-tags.ts';
import { fromJson } from './json-column.ts';
import type { Database } from './open-database.ts';
import { applyPage, type PageRequest } from './page.ts';
import type { Schema } from './schema.ts';
import type { Thread } from './threads.ts';

export type BlockRow = Selectable<Schema['blocks']>;

/** Which blocks a library list means. */
export interface BlockFilter {
  label?: string | undefined;
  labelSearch?: string | undefined;
  valueSearch?: string | undefined;
  descriptionSearch?: string | undefined;
  showHidden?: boolean | undefined;
  /** Templates are left out unless they are asked for. */
  onlyTemplates?: boolean | undefined;
  templateName?: string | undefined;
  tags?: string[] | undefined;
  matchAllTags?: boolean | undefined;
  agentsMoreThan?: number | undefined;
  agentsLessThan?: number | undefined;
  agentsExactly?: number[] | undefined;
}

/** Adds a block to the library. */
export async function insertBlock(db: Database, row: Insertable<Schema['blocks']>): Promise<void> {
  await db.insertInto('blocks').values(row).execute();
}

/** The block, or 404. */
export async function requireBlock(db: Database, id: string): Promise<BlockRow> {
  const row = await db.selectFrom('blocks').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound(`Block with id '${id}' not found`);
  return row;
}

/** A page of the block library. */
export async function listBlocks(db: Database, filter: BlockFilter, page: PageRequest): Promise<BlockRow[]> {
  const query = filtered(db, filter).selectAll('blocks');
  const cursors = { after: await seqOf(db, page.after), before: await seqOf(db, page.before) };
  return await applyPage(query, page, cursors).execute();
}

/** How many blocks the library holds, hidden ones and templates included. */
export async function countBlocks(db: Database): Promise<number> {
  const row = await db
    .selectFrom('blocks')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * Changes a block. With `ifVersion`, only while the block still has that version: false means it changed meanwhile.
 */
export async function updateBlock(
  db: Database,
  id: string,
  patch: Updateable<Schema['blocks']>,
  ifVersion?: number,
): Promise<boolean> {
  let query = db
    .updateTable('blocks')
    .set((eb) => ({ ...patch, version: eb('version', '+', 1) }))
    .where('id', '=', id);
  if (ifVersion !== undefined) query = query.where('version', '=', ifVersion);
  const result = await query.executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Removes a block, also from every agent that has it. */
export async function deleteBlock(db: Database, id: string): Promise<void> {
  await db.deleteFrom('blocks').where('id', '=', id).execute();
}

/** The blocks of each given agent, in the order they were attached. */
export async function blocksOf(db: Database, agentIds: string[]): Promise<Map<string, BlockRow[]>> {
  const blocks = new Map<string, BlockRow[]>(agentIds.map((id) => [id, []]));
  if (agentIds.length === 0) return blocks;
  const rows = await db
    .selectFrom('agent_blocks')
    .innerJoin('blocks', 'blocks.id', 'agent_blocks.block_id')
    .selectAll('blocks')
    .select('agent_blocks.agent_id')
    .where('agent_blocks.agent_id', 'in', agentIds)
    .orderBy('agent_blocks.seq')
    .execute();
  for (const { agent_id, ...block } of rows) blocks.get(agent_id)?.push(block);
  return blocks;
}

/** The blocks of one agent, in the order they were attached. */
export async function blocksOfAgent(db: Database, agentId: string): Promise<BlockRow[]> {
  return (await blocksOf(db, [agentId])).get(agentId) ?? [];
}

/** The blocks of a thread: the agent's, with a conversation's own in the place of those of the same label. */
export async function blocksOfThread(db: Database, thread: Thread): Promise<BlockRow[]> {
  const blocks = await blocksOfAgent(db, thread.agentId);
  if (!thread.conversationId) return blocks;
  const isolated = await isolatedBlocks(db, await requireConversation(db, thread.conversationId));
  return blocks.map((block) => isolated.find((own) => own.label === block.label) ?? block);
}

/** The blocks a conversation has for itself. */
export async function isolatedBlocks(db: Database, conversation: ConversationRow): Promise<BlockRow[]> {
  const ids = fromJson<string[]>(conversation.isolated_block_ids);
  return ids.length === 0 ? [] : await db.selectFrom('blocks').selectAll().where('id', 'in', ids).execute();
}

/** The agent's block with this label, or 404. */
export async function requireAgentBlock(db: Database, agentId: string, label: string): Promise<BlockRow> {
  const row = await db
    .selectFrom('agent_blocks')
    .innerJoin('blocks', 'blocks.id', 'agent_blocks.block_id')
    .selectAll('blocks')
    .where('agent_blocks.agent_id', '=', agentId)
    .where('agent_blocks.label', '=', label)
    .executeTakeFirst();
  if (!row) throw notFound(`No block with label '${label}' found for agent '${agentId}'`);
  return row;
}

/** Gives an agent a block. 409 if it has another block of that label; attaching twice changes nothing. */
export async function attachBlock(db: Database, agentId: string, block: BlockRow): Promise<void> {
  const clash = await db
    .selectFrom('agent_blocks')
    .select('block_id')
    .where('agent_id', '=', agentId)
    .where('label', '=', block.label)
    .executeTakeFirst();
  if (clash && clash.block_id !== block.id) {
    throw conflict(
      `A unique constraint was violated for Agent. Check your input for duplicates: the agent already has a block labelled '${block.label}'.`,
    );
  }
  if (clash) return;
  await db.insertInto('agent_blocks').values({ agent_id: agentId, block_id: block.id, label: block.label }).execute();
}

/** Takes a block from an agent; it stays in the library. 404 if the agent does not have it. */
export async function detachBlock(db: Database, agentId: string, blockId: string): Promise<void> {
  const result = await db
    .deleteFrom('agent_blocks')
    .where('agent_id', '=', agentId)
    .where('block_id', '=', blockId)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw notFound(`No block with id '${blockId}' found for agent '${agentId}'`);
}

/** The ids of the agents that have this block. */
export async function agentsOfBlock(db: Database, blockId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('agent_blocks')
    .select('agent_id')
    .where('block_id', '=', blockId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.agent_id);
}

/** Keeps the link table's label equal to the block's after a rename. 409 where an agent would have it twice. */
export async function relabelAttachments(db: Database, blockId: string, label: string): Promise<void> {
  for (const agentId of await agentsOfBlock(db, blockId)) {
    const clash = await db
      .selectFrom('agent_blocks')
      .select('block_id')
      .where('agent_id', '=', agentId)
      .where('label', '=', label)
      .where('block_id', '!=', blockId)
      .executeTakeFirst();
    if (clash) throw conflict(`An agent with this block already has another block labelled '${label}'.`);
  }
  await db.updateTable('agent_blocks').set({ label }).where('block_id', '=', blockId).execute();
}

async function seqOf(db: Database, id: string | undefined): Promise<number | undefined> {
  if (!id) return undefined;
  return (await db.selectFrom('blocks').select('seq').where('id', '=', id).executeTakeFirst())?.seq;
}

function filtered(db: Database, filter: BlockFilter) {
  let query = db.selectFrom('blocks');
  if (filter.label) query = query.where('label', '=', filter.label);
  if (filter.labelSearch) query = query.where('label', 'like', `%${filter.labelSearch}%`);
  if (filter.valueSearch) query = query.where('value', 'like', `%${filter.valueSearch}%`);
  if (filter.descriptionSearch) query = query.where('description', 'like', `%${filter.descriptionSearch}%`);
  if (!filter.showHidden) query = query.where((eb) => eb.or([eb('hidden', 'is', null), eb('hidden', '=', 0)]));
  query = query.where('is_template', '=', Number(filter.onlyTemplates ?? false));
  if (filter.templateName) query = query.where('template_name', '=', filter.templateName);
  const tags = filter.tags ?? [];
  if (tags.length > 0) query = query.where(hasTags(tags, filter.matchAllTags));
  const count = sql<number>`(SELECT count(*) FROM agent_blocks WHERE agent_blocks.block_id = blocks.id)`;
  if (filter.agentsMoreThan !== undefined) query = query.where(count, '>', filter.agentsMoreThan);
  if (filter.agentsLessThan !== undefined) query = query.where(count, '<', filter.agentsLessThan);
  if (filter.agentsExactly) query = query.where(count, 'in', filter.agentsExactly);
  return query;
}
