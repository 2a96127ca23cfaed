import type { Updateable } from 'kysely';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId } from '#server/embedded/ids.ts';
import { LettaError } from '#server/embedded/letta-error.ts';
import { defaultBlockDescription } from '#server/embedded/memory/default-system-prompt.ts';
import {
  type BlockRow,
  insertBlock,
  relabelAttachments,
  requireBlock,
  updateBlock,
} from '#server/embedded/store/blocks.ts';
import { toFlag } from '#server/embedded/store/json-column.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import type { Schema } from '#server/embedded/store/schema.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { CreateBlockBody, UpdateBlockBody } from './agent-body.ts';
import { blockEtag, toBlock } from './block-wire.ts';

const DEFAULT_LIMIT = 100_000;

/** Adds a block to the library; `describe` makes the description of one that has none. */
export async function createBlock(
  db: Database,
  body: CreateBlockBody,
  describe: (label: string) => string | null = defaultBlockDescription,
): Promise<BlockRow> {
  const id = newId('block');
  await insertBlock(db, {
    id,
    label: body.label,
    value: body.value,
    limit: body.limit ?? DEFAULT_LIMIT,
    description: body.description ?? describe(body.label),
    metadata: JSON.stringify(body.metadata ?? {}),
    tags: JSON.stringify(body.tags ?? []),
    read_only: Number(body.read_only ?? false),
    hidden: toFlag(body.hidden),
    is_template: Number(body.is_template ?? false),
    template_name: body.template_name ?? null,
    preserve_on_migration: Number(body.preserve_on_migration ?? false),
    version: 1,
    created_at: nowIso(),
  });
  return await requireBlock(db, id);
}

/**
 * Changes a block and returns it as it was written. With `ifMatch`, only if that is still its entity tag: else 412 with
 * the block as it is now, so that the writer can show both.
 */
export async function changeBlock(
  { db, onMemoryWrite }: EmbeddedContext,
  block: BlockRow,
  body: UpdateBlockBody,
  ifMatch: string | undefined,
): Promise<BlockRow> {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== blockEtag(block))
    throw await changedMeanwhile(db, block.id);
  const version = ifMatch === undefined ? undefined : block.version;
  return await db.transaction().execute(async (trx) => {
    const before = (await requireBlock(trx, block.id)).value;
    if (!(await updateBlock(trx, block.id, toPatch(body), version))) throw await changedMeanwhile(trx, block.id);
    if (body.label && body.label !== block.label) await relabelAttachments(trx, block.id, body.label);
    const changed = await requireBlock(trx, block.id);
    const { id: blockId, value } = changed;
    if (value !== before) onMemoryWrite({ blockId, before, value, cause: 'saved' });
    return changed;
  });
}

async function changedMeanwhile(db: Database, id: string): Promise<LettaError> {
  const current = await requireBlock(db, id);
  return new LettaError(412, {
    detail: {
      code: 'PRECONDITION_FAILED',
      message: 'The block changed since it was read.',
      current: toBlock(current),
      etag: blockEtag(current),
    },
  });
}

function toPatch(body: UpdateBlockBody): Updateable<Schema['blocks']> {
  const patch: Updateable<Schema['blocks']> = { last_updated_by_id: null };
  if (typeof body.value === 'string') patch.value = body.value;
  if (body.label) patch.label = body.label;
  if (body.limit) patch.limit = body.limit;
  if (body.description !== undefined) patch.description = body.description;
  if (typeof body.read_only === 'boolean') patch.read_only = Number(body.read_only);
  if (body.hidden !== undefined) patch.hidden = toFlag(body.hidden);
  if (body.metadata) patch.metadata = JSON.stringify(body.metadata);
  if (body.tags) patch.tags = JSON.stringify(body.tags);
  return patch;
}
