import type {
  ModelContentPart,
  ModelMessage,
  ModelReasoning,
  ModelToolCall,
} from '#server/embedded/models/chat-model.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { MessageRow } from '#server/embedded/store/messages.ts';
import { promptTime } from '#server/embedded/times.ts';
import { type ContentPart, type StoredToolCall, type StoredToolReturn, textOf } from './stored-content.ts';

const LOST_RETURN = 'The server stopped before this tool returned.';

/**
 * The stored in-context messages as the model gets them. Providers demand that every tool call is answered, right
 * behind it, and that nothing else is: a call without a return gets one that says so, a return without a call is left out.
 * Signed reasoning goes back to the model that signed it only: `model` is the name of the one that is asked.
 */
export function toModelMessages(
  rows: MessageRow[],
  { model, timezone }: { model: string; timezone: string },
): ModelMessage[] {
  const returns = new Map(rows.flatMap((row) => returnsOf(row).map((each) => [each.tool_call_id, { each, row }])));
  return rows.flatMap((row, index): ModelMessage[] => {
    const parts = fromJson<ContentPart[]>(row.content);
    switch (row.role) {
      case 'system':
        return [{ role: 'system', content: textOf(parts) }];
      case 'user':
      case 'summary':
        return [{ role: 'user', content: userContent(parts) }];
      case 'tool':
        return [];
      case 'approval':
        return callsOf(row).length === 0 || isSameStep(row, rows[index - 1]) ? [] : withAnswers(row, parts, []);
      default:
        return withAnswers(row, parts, isSameStep(row, rows[index + 1]) ? callsOf(rows[index + 1]) : []);
    }
  });

  function withAnswers(row: MessageRow, parts: ContentPart[], heldCalls: ModelToolCall[]): ModelMessage[] {
    const calls = [...callsOf(row), ...heldCalls];
    return [
      assistantMessage(parts, calls, row.model === model),
      ...calls.map((call) => answerTo(call, row, returns.get(call.id))),
    ];
  }

  function answerTo(
    call: ModelToolCall,
    row: MessageRow,
    found: { each: StoredToolReturn; row: MessageRow } | undefined,
  ) {
    const ok = found?.each.status === 'success';
    const text = found?.each.func_response ?? LOST_RETURN;
    return toolMessage({ callId: call.id, ok, text, row: found?.row ?? row, timezone });
  }
}

/** One step of a model is stored as two messages when some of its calls wait for approval. */
function isSameStep(row: MessageRow, other: MessageRow | undefined): boolean {
  const roles = [row.role, other?.role].toSorted().join(' ');
  return other !== undefined && row.step_id !== null && row.step_id === other.step_id && roles === 'approval assistant';
}

function assistantMessage(parts: ContentPart[], toolCalls: ModelToolCall[], isOwn: boolean): ModelMessage {
  const reasoning = parts.flatMap((part): ModelReasoning[] => {
    if (part.type === 'reasoning')
      return isOwn || !part.signature ? [{ text: part.reasoning, signature: part.signature }] : [];
    return isOwn && part.type === 'redacted_reasoning' ? [{ redacted: part.data }] : [];
  });
  return {
    role: 'assistant',
    content: textOf(parts) || null,
    toolCalls,
    reasoning,
  };
}

function toolMessage(answer: {
  callId: string;
  ok: boolean;
  text: string;
  row: MessageRow;
  timezone: string;
}): ModelMessage {
  const content = {
    status: answer.ok ? 'OK' : 'Failed',
    message: answer.text,
    time: promptTime(answer.row.created_at, answer.timezone),
  };
  return { role: 'tool', toolCallId: answer.callId, content: JSON.stringify(content, null, 2) };
}

function userContent(parts: ContentPart[]): string | ModelContentPart[] {
  const [only] = parts;
  if (parts.length <= 1 && (!only || only.type === 'text')) return only?.text ?? '';
  return parts.flatMap((part): ModelContentPart[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }];
    const url = part.type === 'image' ? imageUrl(part.source) : null;
    return url ? [{ type: 'image_url', image_url: { url } }] : [];
  });
}

function imageUrl(source: Record<string, unknown>): string | null {
  if (source['type'] === 'base64') return `data:${String(source['media_type'])};base64,${String(source['data'])}`;
  return typeof source['url'] === 'string' ? source['url'] : null;
}

function callsOf(row: MessageRow | undefined): ModelToolCall[] {
  return (fromNullableJson<StoredToolCall[]>(row?.tool_calls ?? null) ?? []).map((call) => ({
    id: call.id,
    name: call.function.name,
    arguments: call.function.arguments,
  }));
}

function returnsOf(row: MessageRow): StoredToolReturn[] {
  return fromNullableJson<StoredToolReturn[]>(row.tool_returns) ?? [];
}
