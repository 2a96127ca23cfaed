import type {
  ContentPart,
  StoredApproval,
  StoredToolCall,
  StoredToolReturn,
} from '#server/embedded/agent-loop/stored-content.ts';
import { partOtid } from '#server/embedded/ids.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { MessageRow } from '#server/embedded/store/messages.ts';

/** A stored message as agent files have it, with its id in the file and that of its agent. */
export function toFileMessage(row: MessageRow, fileIds: { id: string; agentId: string }) {
  const approvals = fromNullableJson<StoredApproval[]>(row.approvals) ?? [];
  const [first] = approvals;
  const decision = first?.type === 'approval' ? first : null;
  return {
    type: 'message',
    otid: row.otid ?? partOtid(row.id, 0),
    group_id: null,
    role: row.role,
    content: fromJson<ContentPart[]>(row.content).map(toFilePart),
    name: row.name,
    sender_id: row.sender_id,
    batch_item_id: null,
    id: fileIds.id,
    model: row.model,
    agent_id: fileIds.agentId,
    tool_calls: fromNullableJson<StoredToolCall[]>(row.tool_calls),
    tool_call_id: row.tool_call_id,
    tool_returns: (fromNullableJson<StoredToolReturn[]>(row.tool_returns) ?? []).map(
      ({ tool_call_id, status, stdout, stderr, func_response }) => ({
        tool_call_id,
        status,
        stdout,
        stderr,
        func_response,
      }),
    ),
    created_at: fileTime(row.created_at),
    approve: decision?.approve ?? null,
    approval_request_id: decision?.tool_call_id ?? null,
    denial_reason: decision?.reason ?? null,
    approvals: approvals.map(toFileApproval),
  };
}

/** A stored time in the form it has in agent files. */
export function fileTime(iso: string): string {
  return iso.replace(/Z$/, '+00:00');
}

function toFilePart(part: ContentPart) {
  return part.type === 'text' ? { ...part, signature: part.signature ?? null } : part;
}

function toFileApproval(approval: StoredApproval) {
  if (approval.type === 'approval') return approval;
  const { tool_return: func_response, tool_call_id, status, stdout, stderr } = approval;
  return { tool_call_id, status, stdout, stderr, func_response };
}
