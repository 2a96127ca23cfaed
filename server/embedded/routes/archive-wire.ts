import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ORGANIZATION_ID, USER_ID } from '#server/embedded/ids.ts';
import type { ArchiveRow, PassageRow } from '#server/embedded/store/archives.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { toEmbeddingConfig } from './model-wire.ts';

/** An archive as clients get it. */
export function toArchive(context: EmbeddedContext, row: ArchiveRow) {
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: row.created_at,
    updated_at: row.updated_at ?? row.created_at,
    name: row.name,
    description: row.description,
    organization_id: ORGANIZATION_ID,
    vector_db_provider: 'native',
    embedding_config: embeddingConfig(context, row.embedding),
    metadata: fromNullableJson<Record<string, unknown>>(row.metadata),
    id: row.id,
  };
}

/** A passage as clients get it, without its vector unless it was asked for: those are thousands of numbers. */
export function toPassage(
  context: EmbeddedContext,
  row: PassageRow,
  embedding: string | null,
  vector: Float32Array | null = null,
) {
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: row.created_at,
    updated_at: row.updated_at,
    is_deleted: false,
    organization_id: ORGANIZATION_ID,
    archive_id: row.archive_id,
    source_id: null,
    file_id: null,
    file_name: null,
    metadata: fromJson<Record<string, unknown>>(row.metadata),
    tags: fromNullableJson<string[]>(row.tags),
    id: row.id,
    text: row.text,
    embedding: vector && [...vector],
    embedding_config: embeddingConfig(context, embedding),
  };
}

function embeddingConfig(context: EmbeddedContext, handle: string | null) {
  const info = context.models.listEmbeddings().find((each) => each.handle === handle);
  return info ? toEmbeddingConfig(info) : null;
}
