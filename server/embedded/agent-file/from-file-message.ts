import { randomUUID } from 'node:crypto';
import type {
  ContentPart,
  StoredApproval,
  StoredToolCall,
  StoredToolReturn,
} from '#server/embedded/agent-loop/stored-content.ts';
import { toNullableJson } from '#server/embedded/store/json-column.ts';
import type { NewMessage } from '#server/embedded/store/messages.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { AgentFileMessage } from './agent-file-schema.ts';

type FilePart = Exclude<NonNullable<AgentFileMessage['content']>, string>[number];
type FileToolOutput = NonNullable<AgentFileMessage['tool_returns']>[number];

/** Turns the messages of one agent of a file into rows, in their order: answers get the names of the calls before them. */
export function createMessageReader(agentId: string) {
  const names = new Map<string, string>();
  let asked: string[] = [];
  return (message: AgentFileMessage, id: string): NewMessage => {
    const calls = (message.tool_calls ?? []).map(toCall);
    for (const call of calls) names.set(call.id, call.function.name);
    if (message.role === 'approval' && calls.length > 0) asked = calls.map((call) => call.id);
    const role = message.role === 'function' ? 'tool' : message.role;
    const returns = role === 'tool' ? returnsOf(message, names) : [];
    const approvals = role === 'approval' && calls.length === 0 ? approvalsOf(message, asked) : [];
    return {
      id,
      agent_id: agentId,
      role,
      content: JSON.stringify(partsOf(message.content ?? [])),
      name: message.name ?? null,
      model: message.model ?? null,
      tool_calls: calls.length > 0 ? JSON.stringify(calls) : null,
      tool_call_id: message.tool_call_id ?? null,
      tool_returns: toNullableJson(returns.length > 0 ? returns : null),
      approvals: toNullableJson(approvals.length > 0 ? approvals : null),
      // It tells a message from every other on this server.
      otid: message.otid ? randomUUID() : null,
      sender_id: message.sender_id ?? null,
      created_at: toStoredTime(message.created_at),
    };
  };
}

function toCall({ id, function: { name, arguments: args } }: NonNullable<AgentFileMessage['tool_calls']>[number]) {
  return { id, type: 'function', function: { name, arguments: args } } satisfies StoredToolCall;
}

function partsOf(content: NonNullable<AgentFileMessage['content']>): ContentPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content.flatMap(toPart);
}

/** What this server has no part for is kept as its JSON text; reasoning that the provider left out is nothing. */
function toPart(part: FilePart): ContentPart[] {
  const textAt = (key: string) => (typeof part[key] === 'string' ? part[key] : null);
  const text = textAt('text');
  if (part.type === 'text' && text !== null) return [{ type: 'text', text, ...signatureOf(textAt('signature')) }];
  const { source } = part;
  if (part.type === 'image' && typeof source === 'object' && source !== null)
    return [{ type: 'image', source: { ...source } }];
  const reasoning = textAt('reasoning');
  if (part.type === 'reasoning' && reasoning !== null) {
    return [{ type: 'reasoning', is_native: part['is_native'] !== false, reasoning, signature: textAt('signature') }];
  }
  const hidden = textAt('data');
  if (part.type === 'redacted_reasoning' && hidden !== null) return [{ type: 'redacted_reasoning', data: hidden }];
  return part.type === 'omitted_reasoning' ? [] : [{ type: 'text', text: JSON.stringify(part) }];
}

function signatureOf(signature: string | null): { signature?: string } {
  return signature === null ? {} : { signature };
}

function returnsOf(message: AgentFileMessage, names: Map<string, string>): StoredToolReturn[] {
  const outputs = message.tool_returns ?? [];
  if (outputs.length === 0) return [returnInContent(message, names)];
  return outputs.map((output) => {
    const tool_call_id = output.tool_call_id ?? message.tool_call_id ?? '';
    return {
      tool_call_id,
      name: names.get(tool_call_id) ?? message.name ?? '',
      status: output.status,
      stdout: output.stdout ?? null,
      stderr: output.stderr ?? null,
      func_response: responseText(output),
    };
  });
}

/** Files of older servers tell what a tool gave back in the content only, as `{"status": "OK", "message": …}`. */
function returnInContent(message: AgentFileMessage, names: Map<string, string>): StoredToolReturn {
  const text = partsOf(message.content ?? [])
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n');
  const packed = parseObject(text);
  const tool_call_id = message.tool_call_id ?? '';
  return {
    tool_call_id,
    name: names.get(tool_call_id) ?? message.name ?? '',
    status: packed?.['status'] === 'Failed' ? 'error' : 'success',
    stdout: null,
    stderr: null,
    func_response: typeof packed?.['message'] === 'string' ? packed['message'] : text,
  };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function responseText({ func_response, tool_return }: FileToolOutput): string {
  if (typeof func_response === 'string') return func_response;
  if (typeof tool_return === 'string') return tool_return;
  return func_response ? JSON.stringify(func_response) : '';
}

function approvalsOf(message: AgentFileMessage, asked: string[]): StoredApproval[] {
  const given = (message.approvals ?? []).map((each): StoredApproval => {
    if (typeof each['approve'] === 'boolean') {
      const reason = typeof each['reason'] === 'string' ? each['reason'] : null;
      return { type: 'approval', tool_call_id: each.tool_call_id ?? '', approve: each['approve'], reason };
    }
    const output = each as FileToolOutput;
    return {
      type: 'tool',
      tool_return: responseText(output),
      status: output.status,
      tool_call_id: output.tool_call_id ?? '',
      stdout: output.stdout ?? null,
      stderr: output.stderr ?? null,
    };
  });
  if (given.length > 0 || typeof message.approve !== 'boolean') return given;
  // Older servers kept one decision for all the calls they had asked about.
  const { approve, denial_reason: reason = null } = message;
  return asked.map((tool_call_id) => ({ type: 'approval', tool_call_id, approve, reason }));
}

function toStoredTime(text: string | null | undefined): string {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? nowIso() : new Date(time).toISOString();
}
