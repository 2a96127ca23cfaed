/** A message as Letta sends it, in history or in a stream. Fields beyond the common ones depend on `message_type`. */
export interface LettaMessage {
  id: string;
  message_type: string;
  date?: string | null;
  otid?: string | null;
  name?: string | null;
  sender_id?: string | null;
  step_id?: string | null;
  run_id?: string | null;
  seq_id?: number | null;
  is_err?: boolean | null;
  [field: string]: unknown;
}

/** A tool call, complete or one piece of it while it streams. */
export interface ToolCallPart {
  tool_call_id?: string | null;
  name?: string | null;
  arguments?: string | null;
}

/** What a tool gave back. */
export interface ToolReturnPart {
  tool_call_id: string;
  status: string;
  tool_return: unknown;
  stdout?: string[] | null;
  stderr?: string[] | null;
}

/** The `otid` is the same in stream and history; ids may differ by one around approvals. */
export function keyOf(message: LettaMessage): string {
  return `${message.message_type}-${message.otid ?? message.id}`;
}

/** The calls of a tool call message: a list in complete messages, one object in deltas. */
export function toolCallsOf(message: LettaMessage): ToolCallPart[] {
  const many = message['tool_calls'] ?? message['tool_call'];
  if (Array.isArray(many)) return many.filter(isObject);
  return isObject(many) ? [many] : [];
}

/** The returns of a tool return message; old servers give only the first one, in the message itself. */
export function toolReturnsOf(message: LettaMessage): ToolReturnPart[] {
  const many = message['tool_returns'];
  if (Array.isArray(many) && many.length > 0) return many.filter(isReturn);
  return isReturn(message) ? [message] : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isReturn(value: unknown): value is ToolReturnPart {
  return isObject(value) && 'tool_call_id' in value && 'tool_return' in value && typeof value.tool_call_id === 'string';
}
