import { newId } from '#server/embedded/ids.ts';
import type { ModelToolCall } from '#server/embedded/models/chat-model.ts';
import { fromNullableJson } from '#server/embedded/store/json-column.ts';
import { listStepMessages, type MessageRow, type NewMessage } from '#server/embedded/store/messages.ts';
import { appendMessages } from '#server/embedded/store/threads.ts';
import { toolsOfAgent } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { callsOfRequest } from './pending-approval.ts';
import { runCalls, storeReturns } from './run-tools.ts';
import type { StoredApproval, StoredToolCall, StoredToolReturn } from './stored-content.ts';
import type { Turn } from './turn.ts';

/** What the model reads of a call that was not allowed. Clients know it by this form. */
function denial(callId: string, reason: string | null): StoredToolReturn {
  const text = `Error: request to call tool denied. User reason: ${reason ?? 'None'}`;
  return { tool_call_id: callId, name: '', status: 'error', stdout: null, stderr: null, func_response: text };
}

/**
 * Carries out what was decided on the calls of a request: what the client's own tools gave and denials first, then the
 * approved calls, then the calls of the same step that needed nobody. All are one message of that step.
 */
export async function answerApproval(turn: Turn, pending: MessageRow, answers: StoredApproval[]): Promise<void> {
  const { db } = turn.context;
  await appendMessages(db, turn.thread, [toResponse(turn, answers)]);
  const calls = callsOfRequest(pending).map(toModelCall);
  const callOf = (answer: StoredApproval) => calls.find((call) => call.id === answer.tool_call_id);
  const given = answers.flatMap((answer) => {
    if (answer.type === 'approval') return answer.approve ? [] : [denial(answer.tool_call_id, answer.reason)];
    return [toReturn(answer, callOf(answer)?.name ?? '')];
  });
  const approved = answers.flatMap((answer) =>
    answer.type === 'approval' && answer.approve ? (callOf(answer) ?? []) : [],
  );
  const toRun = [...approved, ...(await callsWithoutReturn(turn, pending))];
  const tools = await toolsOfAgent(db, turn.agent.id);
  for (const each of given) turn.called.push({ name: callName(calls, each), result: each.func_response });
  const names = tools.map((tool) => tool.name);
  const ran = await runCalls(turn, tools, toRun, names);
  const isSent = ran.length > 0 || !turn.options.streamTokens;
  await storeReturns(turn, pending.step_id, { returns: [...given, ...ran], name: ran[0]?.name ?? null, isSent });
}

/** Denies what a thread waits for because a person has stopped the turn. */
export async function denyPending(turn: Turn, pending: MessageRow): Promise<void> {
  const reason = 'The user cancelled the request, so the tool call was denied.';
  const answers = callsOfRequest(pending).map(
    (call): StoredApproval => ({ type: 'approval', tool_call_id: call.id, approve: false, reason }),
  );
  await answerApproval(turn, pending, answers);
}

/** Calls of the same step that needed nobody's approval; they waited so that all returns come together. */
async function callsWithoutReturn(turn: Turn, pending: MessageRow): Promise<ModelToolCall[]> {
  if (!pending.step_id) return [];
  const rows = await listStepMessages(turn.context.db, pending.step_id);
  return rows
    .filter((row) => row.role === 'assistant')
    .flatMap((row) => fromNullableJson<StoredToolCall[]>(row.tool_calls) ?? [])
    .map(toModelCall);
}

function toResponse(turn: Turn, answers: StoredApproval[]): NewMessage {
  return {
    id: newId('message'),
    agent_id: turn.agent.id,
    role: 'approval',
    content: '[]',
    approvals: JSON.stringify(answers),
    run_id: turn.runId,
    created_at: nowIso(),
  };
}

function toReturn(answer: Extract<StoredApproval, { type: 'tool' }>, name: string): StoredToolReturn {
  return {
    tool_call_id: answer.tool_call_id,
    name,
    status: answer.status,
    stdout: answer.stdout,
    stderr: answer.stderr,
    func_response: answer.tool_return,
  };
}

function callName(calls: ModelToolCall[], result: StoredToolReturn): string {
  return calls.find((call) => call.id === result.tool_call_id)?.name ?? '';
}

function toModelCall(call: StoredToolCall): ModelToolCall {
  return { id: call.id, name: call.function.name, arguments: call.function.arguments };
}
