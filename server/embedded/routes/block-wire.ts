import { USER_ID } from '#server/embedded/ids.ts';
import type { BlockRow } from '#server/embedded/store/blocks.ts';
import { fromFlag, fromJson } from '#server/embedded/store/json-column.ts';

/** A block as clients get it. */
export function toBlock(row: BlockRow) {
  return {
    value: row.value,
    limit: row.limit,
    project_id: null,
    template_name: row.template_name,
    is_template: row.is_template === 1,
    template_id: null,
    base_template_id: null,
    deployment_id: null,
    entity_id: null,
    preserve_on_migration: row.preserve_on_migration === 1,
    label: row.label,
    read_only: row.read_only === 1,
    description: row.description,
    metadata: fromJson<Record<string, unknown>>(row.metadata),
    hidden: fromFlag(row.hidden),
    id: row.id,
    created_by_id: null,
    last_updated_by_id: row.last_updated_by_id === USER_ID ? null : row.last_updated_by_id,
    tags: fromJson<string[]>(row.tags),
  };
}

/** The version of a block as an entity tag; a write can be made to depend on it with `If-Match`. */
export function blockEtag(row: BlockRow): string {
  return `"${row.id}-${row.version}"`;
}
