import { USER_ID } from '#server/embedded/ids.ts';
import type { ConversationRow } from '#server/embedded/store/conversations.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';

/** A conversation as clients get it. Only a retrieve tells what is in its context, as in the original. */
export function toConversation(row: ConversationRow, { withContext }: { withContext: boolean }) {
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: row.created_at,
    updated_at: row.updated_at,
    id: row.id,
    agent_id: row.agent_id,
    summary: row.summary,
    in_context_message_ids: withContext ? fromJson<string[]>(row.message_ids) : [],
    isolated_block_ids: fromJson<string[]>(row.isolated_block_ids),
    model: row.model,
    model_settings: withResponseFormat(fromNullableJson<Record<string, unknown>>(row.model_settings)),
    last_message_at: row.last_message_at,
  };
}

function withResponseFormat(settings: Record<string, unknown> | null) {
  return settings && { response_format: null, ...settings };
}
