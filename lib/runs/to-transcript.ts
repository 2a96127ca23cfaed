import { type LettaMessage, type ToolReturnPart, textOf, toolCallsOf, toolReturnsOf } from './letta-message.ts';

interface ItemBase {
  /** Stable while the item streams and when history takes its place. */
  key: string;
  id: string;
  date: string | null;
  runId: string | null;
  stepId: string | null;
}

/** What a transcript shows, one item for each row. */
export type TranscriptItem =
  | (ItemBase & { kind: 'user' | 'assistant' | 'system'; text: string })
  | (ItemBase & { kind: 'reasoning'; text: string; isNative: boolean; isHidden: boolean })
  | (ItemBase & { kind: 'tool'; callId: string; name: string; arguments: string; result: ToolReturnPart | null })
  | (ItemBase & { kind: 'tool-return'; name: string | null; result: ToolReturnPart })
  | (ItemBase & { kind: 'raw'; message: LettaMessage });

/** Messages that steer a stream and are not part of the conversation. */
const CONTROL_TYPES = new Set(['ping', 'stop_reason', 'usage_statistics', 'error_message']);

/**
 * Messages, oldest first, as the rows of a transcript. Tool returns join the call they answer; a message of an
 * unknown type becomes a raw row. It never throws.
 */
export function toTranscript(messages: LettaMessage[]): TranscriptItem[] {
  const items: TranscriptItem[] = [];
  const calls = new Map<string, number>();
  for (const message of messages) {
    if (CONTROL_TYPES.has(message.message_type)) continue;
    if (message.message_type === 'tool_return_message') addReturns(items, calls, message);
    else if (message.message_type === 'tool_call_message' || message.message_type === 'approval_request_message')
      addCalls(items, calls, message);
    else items.push(toItem(message));
  }
  return items;
}

function addCalls(items: TranscriptItem[], calls: Map<string, number>, message: LettaMessage): void {
  for (const [index, call] of toolCallsOf(message).entries()) {
    const callId = call.tool_call_id ?? `${message.id}-${index}`;
    calls.set(callId, items.length);
    items.push({
      ...base(message, `call-${callId}`),
      kind: 'tool',
      callId,
      name: call.name ?? '',
      arguments: call.arguments ?? '',
      result: null,
    });
  }
}

function addReturns(items: TranscriptItem[], calls: Map<string, number>, message: LettaMessage): void {
  for (const result of toolReturnsOf(message)) {
    const index = calls.get(result.tool_call_id);
    const call = index === undefined ? undefined : items[index];
    if (index !== undefined && call?.kind === 'tool') items[index] = { ...call, result };
    else
      items.push({
        ...base(message, `return-${result.tool_call_id}`),
        kind: 'tool-return',
        name: message.name ?? null,
        result,
      });
  }
}

function toItem(message: LettaMessage): TranscriptItem {
  const common = base(message, keyOf(message));
  switch (message.message_type) {
    case 'user_message':
      return { ...common, kind: 'user', text: textOf(message['content']) };
    case 'assistant_message':
      return { ...common, kind: 'assistant', text: textOf(message['content']) };
    case 'system_message':
      return { ...common, kind: 'system', text: textOf(message['content']) };
    case 'reasoning_message':
      return {
        ...common,
        kind: 'reasoning',
        text: String(message['reasoning'] ?? ''),
        isNative: message['source'] === 'reasoner_model',
        isHidden: false,
      };
    case 'hidden_reasoning_message':
      return { ...common, kind: 'reasoning', text: '', isNative: true, isHidden: true };
    default:
      return { ...common, kind: 'raw', message };
  }
}

function base(message: LettaMessage, key: string): ItemBase {
  return {
    key,
    id: message.id,
    date: message.date ?? null,
    runId: message.run_id ?? null,
    stepId: message.step_id ?? null,
  };
}

/** The `otid` is the same in stream and history; ids may differ by one around approvals. */
export function keyOf(message: LettaMessage): string {
  return `${message.message_type}-${message.otid ?? message.id}`;
}
