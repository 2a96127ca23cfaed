import { partOtid } from '#server/embedded/ids.ts';
import { fromFlag, fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { MessageRow } from '#server/embedded/store/messages.ts';
import { messageDate } from '#server/embedded/times.ts';
import type { ContentPart, StoredApproval, StoredToolCall, StoredToolReturn } from './stored-content.ts';

/** A Letta message as it goes over the wire. */
export type WireMessage = Record<string, unknown> & { id: string; message_type: string };

/** One stored message becomes one message for each of its parts; all share its id, their `otid`s differ. */
export function toLettaMessages(row: MessageRow): WireMessage[] {
  const parts = fromJson<ContentPart[]>(row.content);
  switch (row.role) {
    case 'system':
      return [{ ...envelope(row, 'system_message'), otid: row.otid, content: contentOf(parts) }];
    case 'user':
    case 'summary':
      return [{ ...envelope(row, 'user_message'), otid: row.otid, content: contentOf(parts) }];
    case 'tool':
      return [toolReturn(row)];
    case 'approval':
      return row.approvals ? [approvalResponse(row, fromJson(row.approvals))] : approvalRequest(row, parts);
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
    if (part.type === 'redacted_reasoning') {
      const hidden = { state: 'redacted', hidden_reasoning: part.data };
      return [{ ...envelope(row, 'hidden_reasoning_message'), ...hidden }];
    }
    return part.type === 'text' ? [{ ...envelope(row, 'assistant_message'), content: part.text }] : [];
  });
  const calls = row.role === 'assistant' ? wireCalls(row) : [];
  if (calls.length > 0)
    messages.push({ ...envelope(row, 'tool_call_message'), tool_call: calls[0], tool_calls: calls });
  return messages.map((message, index) => ({ ...message, otid: partOtid(row.id, index) }));
}

/** What the model said before it asked, then the request; its `otid` is its id, as in the original. */
function approvalRequest(row: MessageRow, parts: ContentPart[]): WireMessage[] {
  const calls = wireCalls(row);
  const request = {
    ...envelope(row, 'approval_request_message'),
    otid: row.id,
    tool_call: calls[0],
    tool_calls: calls,
  };
  return [...assistantParts(row, parts), request];
}

function approvalResponse(row: MessageRow, approvals: StoredApproval[]): WireMessage {
  const [first] = approvals;
  const decision =
    first?.type === 'approval'
      ? { approve: first.approve, approval_request_id: first.tool_call_id, reason: first.reason }
      : { approve: null, approval_request_id: null, reason: null };
  return { ...envelope(row, 'approval_response_message'), approvals, ...decision };
}

function wireCalls(row: MessageRow) {
  return (fromNullableJson<StoredToolCall[]>(row.tool_calls) ?? []).map((call) => ({
    name: call.function.name,
    arguments: call.function.arguments,
    tool_call_id: call.id,
  }));
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
  if (only?.type === 'text') return only.text;
  return parts.map((part) => (part.type === 'text' ? { signature: null, ...part } : part));
}
