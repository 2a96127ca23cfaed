import { USER_ID } from '#server/embedded/ids.ts';
import { fromFlag, fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { ToolRow } from '#server/embedded/store/tools.ts';

/** A tool as clients get it. */
export function toTool(row: ToolRow) {
  return {
    id: row.id,
    tool_type: row.tool_type,
    description: row.description,
    source_type: row.source_type,
    name: row.name,
    tags: fromJson<string[]>(row.tags),
    source_code: row.source_code,
    json_schema: fromJson<Record<string, unknown>>(row.json_schema),
    args_json_schema: fromNullableJson<Record<string, unknown>>(row.args_json_schema),
    return_char_limit: row.return_char_limit,
    pip_requirements: fromNullableJson<unknown[]>(row.pip_requirements),
    npm_requirements: fromNullableJson<unknown[]>(row.npm_requirements),
    default_requires_approval: fromFlag(row.default_requires_approval),
    enable_parallel_execution: row.enable_parallel_execution === 1,
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    metadata_: fromJson<Record<string, unknown>>(row.metadata_),
    project_id: null,
  };
}
