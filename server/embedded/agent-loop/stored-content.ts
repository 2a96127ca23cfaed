/** The parts a stored message's content may have, as the original stores them. */
export type ContentPart =
  | { type: 'text'; text: string; signature?: string | null }
  | { type: 'image'; source: Record<string, unknown> }
  | { type: 'reasoning'; is_native: boolean; reasoning: string; signature: string | null }
  | { type: 'redacted_reasoning'; data: string };

/** A tool call inside a stored assistant message. */
export interface StoredToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** What a tool gave back, as stored. */
export interface StoredToolReturn {
  tool_call_id: string;
  name: string;
  status: 'success' | 'error';
  stdout: string[] | null;
  stderr: string[] | null;
  func_response: string;
}

/** A person's decision on a tool call, or what the client's own tool gave back. */
export type StoredApproval =
  | { type: 'approval'; tool_call_id: string; approve: boolean; reason: string | null }
  | {
      type: 'tool';
      tool_return: string;
      status: 'success' | 'error';
      tool_call_id: string;
      stdout: string[] | null;
      stderr: string[] | null;
    };

/** The text of a content, its parts joined by line breaks. */
export function textOf(parts: ContentPart[]): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
