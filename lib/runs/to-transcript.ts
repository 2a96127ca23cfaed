import { keyOf, type LettaMessage, type ToolReturnPart, toolCallsOf, toolReturnsOf } from './letta-message.ts';
import { type ImageSource, readContent } from './message-content.ts';
import { unpackNotice } from './unpack-notice.ts';

interface ItemBase {
  /** Stable while the item streams and when history takes its place. */
  key: string;
  /** The message as it came. */
  source: LettaMessage;
  /** It belongs to the turn that goes on, and may still grow. */
  isLive: boolean;
}

export type ReasoningOrigin = 'native' | 'prompted' | 'redacted' | 'omitted';

/** What a person decided about a call. */
export interface Decision {
  approve: boolean;
  reason: string | null;
}

/** What the person or the agent said. */
export interface SpeechItem extends ItemBase {
  kind: 'user' | 'assistant';
  text: string;
  images: ImageSource[];
}

/** A tool call with all that became of it. */
export interface ToolItem extends ItemBase {
  kind: 'tool';
  callId: string;
  name: string;
  arguments: string;
  result: ToolReturnPart | null;
  /** Whether the server asks before it runs, or wants the return from us. */
  isRequest: boolean;
  decision: Decision | null;
}

/** What a transcript shows, one item for each row. */
export type TranscriptItem =
  | SpeechItem
  | (ItemBase & { kind: 'system'; text: string; images: ImageSource[] })
  | (ItemBase & { kind: 'reasoning'; text: string; origin: ReasoningOrigin })
  | ToolItem
  | (ItemBase & { kind: 'tool-return'; name: string | null; result: ToolReturnPart })
  | (ItemBase & { kind: 'notice'; type: string; text: string })
  | (ItemBase & { kind: 'agent-message'; from: string; text: string })
  | (ItemBase & { kind: 'raw' });

/** Messages that steer a stream and are not part of the conversation. */
const CONTROL_TYPES = new Set(['ping', 'stop_reason', 'usage_statistics', 'error_message']);
const FROM_AGENT = /^\[?Incoming message from agent with ID '?(agent-[0-9a-f-]{36})'?/;

/** The rows of some messages, and where each call stands among them. */
export interface Transcript {
  items: TranscriptItem[];
  callAt(callId: string): number | undefined;
}

/**
 * Messages, oldest first, as the rows of a transcript. Tool returns and decisions join the call they answer; a message
 * of an unknown type becomes a raw row. It never throws.
 */
export function toTranscript(messages: LettaMessage[]): Transcript {
  return extendTranscript({ items: [], callAt: () => undefined }, messages, { isLive: false });
}

/** A transcript with further messages behind it; the one given stays as it is, and its rows are shared. */
export function extendTranscript(
  before: Transcript,
  messages: LettaMessage[],
  { isLive }: { isLive: boolean },
): Transcript {
  const items = [...before.items];
  const calls = new Map<string, number>();
  const callAt = (callId: string) => calls.get(callId) ?? before.callAt(callId);
  for (const message of messages) {
    const adding: Adding = { items, calls, callAt, message, isLive };
    if (CONTROL_TYPES.has(message.message_type)) continue;
    switch (message.message_type) {
      case 'tool_call_message':
      case 'approval_request_message':
        addCalls(adding);
        break;
      case 'tool_return_message':
        addReturns(adding);
        break;
      case 'approval_response_message':
        addDecisions(adding);
        break;
      default:
        items.push(toItem(message, isLive));
    }
  }
  return { items, callAt };
}

/** The calls that wait for a person: of the last request, neither decided nor answered. */
export function pendingCalls(items: TranscriptItem[]): ToolItem[] {
  const requests = items.filter((item) => item.kind === 'tool').filter((item) => item.isRequest);
  const last = requests.at(-1);
  return requests.filter(
    (item) => item.source.id === last?.source.id && item.decision === null && item.result === null,
  );
}

interface Adding {
  items: TranscriptItem[];
  /** Where the calls of these messages stand in `items`. */
  calls: Map<string, number>;
  callAt: Transcript['callAt'];
  message: LettaMessage;
  isLive: boolean;
}

function addCalls({ items, calls, callAt, message, isLive }: Adding): void {
  const isRequest = message.message_type === 'approval_request_message';
  for (const [index, call] of toolCallsOf(message).entries()) {
    const callId = call.tool_call_id ?? `${message.id}-${index}`;
    const item: ToolItem = {
      key: `call-${callId}`,
      source: message,
      isLive,
      kind: 'tool',
      callId,
      name: call.name ?? '',
      arguments: call.arguments ?? '',
      result: null,
      isRequest,
      decision: null,
    };
    const known = callAt(callId);
    if (known === undefined) {
      calls.set(callId, items.length);
      items.push(item);
    } else items[known] = { ...item, ...pick(items[known]) };
  }
}

/** What became of a call that is told a second time. */
function pick(item: TranscriptItem | undefined): Pick<ToolItem, 'result' | 'decision'> {
  return item?.kind === 'tool' ? { result: item.result, decision: item.decision } : { result: null, decision: null };
}

function addReturns({ items, callAt, message, isLive }: Adding): void {
  for (const result of toolReturnsOf(message)) {
    const index = callAt(result.tool_call_id);
    const call = index === undefined ? undefined : items[index];
    if (index !== undefined && call?.kind === 'tool') items[index] = { ...call, result };
    else {
      const key = `return-${result.tool_call_id}`;
      items.push({ key, source: message, isLive, kind: 'tool-return', name: message.name ?? null, result });
    }
  }
}

function addDecisions({ items, callAt, message, isLive }: Adding): void {
  const approvals = Array.isArray(message['approvals']) ? message['approvals'] : [];
  let isPlaced = false;
  for (const approval of approvals) {
    const index = typeof approval?.tool_call_id === 'string' ? callAt(approval.tool_call_id) : undefined;
    const call = index === undefined ? undefined : items[index];
    if (index === undefined || call?.kind !== 'tool') continue;
    isPlaced = true;
    // The return of a tool of ours is stored as a message of its own; until then it is only here.
    if (approval.type === 'tool') items[index] = { ...call, result: call.result ?? approval };
    else items[index] = { ...call, decision: { approve: approval.approve === true, reason: approval.reason ?? null } };
  }
  if (isPlaced) return;
  const base = { key: keyOf(message), source: message, isLive };
  const text = approvals.map(describeDecision).join('\n');
  items.push(text ? { ...base, kind: 'notice', type: 'decision', text } : { ...base, kind: 'raw' });
}

/** A decision whose call is on a page that is not loaded. */
function describeDecision(approval: Record<string, unknown> | null): string {
  const { type, approve, tool_call_id: callId, reason } = approval ?? {};
  if (typeof callId !== 'string') return '';
  if (type === 'tool') return `Returned by the person: ${callId}`;
  return `${approve === true ? 'Approved' : 'Denied'}: ${callId}${typeof reason === 'string' && reason ? ` (${reason})` : ''}`;
}

function toItem(message: LettaMessage, isLive: boolean): TranscriptItem {
  const base = { key: keyOf(message), source: message, isLive };
  switch (message.message_type) {
    case 'user_message':
      return toUserItem(base);
    case 'assistant_message':
      return { ...base, kind: 'assistant', ...readContent(message['content']) };
    case 'system_message':
      return toSystemItem(base);
    case 'reasoning_message': {
      const origin = message['source'] === 'reasoner_model' ? 'native' : 'prompted';
      return { ...base, kind: 'reasoning', text: String(message['reasoning'] ?? ''), origin };
    }
    case 'hidden_reasoning_message': {
      const origin = message['state'] === 'omitted' ? 'omitted' : 'redacted';
      return { ...base, kind: 'reasoning', text: '', origin };
    }
    case 'summary_message':
    case 'summary':
      return { ...base, kind: 'notice', type: 'compaction', text: readContent(message['summary']).text };
    case 'event_message':
    case 'event':
      return {
        ...base,
        kind: 'notice',
        type: String(message['event_type'] ?? 'event'),
        text: readContent(message['event_data']).text,
      };
    default:
      return { ...base, kind: 'raw' };
  }
}

function toUserItem(base: ItemBase): TranscriptItem {
  const content = readContent(base.source['content']);
  const notice = content.images.length === 0 ? unpackNotice(content.text) : null;
  if (notice === null) return { ...base, kind: 'user', ...content };
  return 'said' in notice
    ? { ...base, kind: 'user', text: notice.said, images: [] }
    : { ...base, kind: 'notice', ...notice };
}

function toSystemItem(base: ItemBase): TranscriptItem {
  const content = readContent(base.source['content']);
  const from = FROM_AGENT.exec(content.text)?.[1];
  return from ? { ...base, kind: 'agent-message', from, text: content.text } : { ...base, kind: 'system', ...content };
}
