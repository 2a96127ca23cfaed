import { partOtid } from '#server/embedded/ids.ts';
import { fromFlag, fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { MessageRow } from '#server/embedded/store/messages.ts';
import { messageDate } from '#server/embedded/times.ts';
import type { ContentPart, StoredToolCall, StoredToolReturn } from './stored-content.ts';

/** A Letta message as it goes over the wire. */
export type WireMessage = Record<string, unknown> & { id: string; message_type: string };

/** One stored message becomes one message for each of its parts; all share its id, their `otid`s differ. */
export function toLettaMessages(row: MessageRow): WireMessage[] {
  const parts = fromJson<ContentPart[]>(row.content);
  switch (row.role) {
    case 'system':
      return [{ ...envelope(row, 'system_message'), content: contentOf(parts) }];
    case 'user':
      return [{ ...envelope(row, 'user_message'), otid: row.otid, content: contentOf(parts) }];
    case 'tool':
      return [toolReturn(row)];
    default:
      return assistantParts(row, parts);
  }
}

/** The fields every message has. */
export function envelope(
  row: Pick<MessageRow, 'id' | 'created_at'> & Partial<MessageRow>,
  messageType: string,
): WireMessage {
  return {
    id: row.id,
    date: messageDate(row.created_at),
    name: row.name ?? null,
    message_type: messageType,
    otid: null,
    sender_id: row.sender_id ?? null,
    step_id: row.step_id ?? null,
    is_err: fromFlag(row.is_err ?? null),
    seq_id: null,
    run_id: row.run_id ?? null,
  };
}

function assistantParts(row: MessageRow, parts: ContentPart[]): WireMessage[] {
  const messages = parts.flatMap((part): WireMessage[] => {
    if (part.type === 'reasoning') {
      const source = part.is_native ? 'reasoner_model' : 'non_reasoner_model';
      return [{ ...envelope(row, 'reasoning_message'), source, reasoning: part.reasoning, signature: part.signature }];
    }
    return part.type === 'text' ? [{ ...envelope(row, 'assistant_message'), content: part.text }] : [];
  });
  const calls = (fromNullableJson<StoredToolCall[]>(row.tool_calls) ?? []).map((call) => ({
    name: call.function.name,
    arguments: call.function.arguments,
    tool_call_id: call.id,
  }));
  if (calls.length > 0)
    messages.push({ ...envelope(row, 'tool_call_message'), tool_call: calls[0], tool_calls: calls });
  return messages.map((message, index) => ({ ...message, otid: partOtid(row.id, index) }));
}

function toolReturn(row: MessageRow): WireMessage {
  const returns = (fromNullableJson<StoredToolReturn[]>(row.tool_returns) ?? []).map((each) => ({
    type: 'tool',
    tool_return: each.func_response,
    status: each.status,
    tool_call_id: each.tool_call_id,
    stdout: each.stdout,
    stderr: each.stderr,
  }));
  const { type: _type, ...first } = returns[0] ?? { type: 'tool' };
  return { ...envelope(row, 'tool_return_message'), otid: partOtid(row.id, 0), ...first, tool_returns: returns };
}

/** A single text is sent as a string, anything else as its parts. */
function contentOf(parts: ContentPart[]): unknown {
  const only = parts.length === 1 ? parts[0] : undefined;
  return only?.type === 'text' ? only.text : parts;
}
