import { LettaError } from '#server/embedded/letta-error.ts';
import { pythonRepr } from '#server/embedded/python-repr.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { type MessageRow, messagesByIds } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { readContext, type Thread } from '#server/embedded/store/threads.ts';
import type { StoredApproval, StoredToolCall } from './stored-content.ts';

/** How far back an answer that was given before is recognised. */
const RETRY_WINDOW = 10;

/** The request for approval a thread is waiting on, if it is. */
export async function findPendingApproval(db: Database, thread: Thread): Promise<MessageRow | null> {
  const lastId = (await readContext(db, thread)).at(-1);
  const [last] = lastId ? await messagesByIds(db, [lastId]) : [];
  return last && isRequest(last) ? last : null;
}

/** The calls a request is about. */
export function callsOfRequest(request: MessageRow): StoredToolCall[] {
  return fromNullableJson<StoredToolCall[]>(request.tool_calls) ?? [];
}

/** Throws the original's 409 while a thread waits for approval. */
export function refuseWhilePending(pending: MessageRow): never {
  throw new LettaError(409, {
    detail: {
      code: 'PENDING_APPROVAL',
      message:
        'CONFLICT: Cannot send a new message: The agent is waiting for approval on a tool call. Please approve or deny the pending request before continuing.',
      pending_request_id: pending.id,
    },
  });
}

/** Throws the original's 400 unless the answers are about exactly the calls that were asked about. */
export function requireSameCalls(pending: MessageRow, answers: StoredApproval[]): void {
  const expected = callsOfRequest(pending).map((call) => call.id);
  const received = answers.map((answer) => answer.tool_call_id);
  if (expected.toSorted().join(' ') === received.toSorted().join(' ')) return;
  throw new LettaError(400, {
    detail: `Invalid tool call IDs. Expected '${pythonRepr(expected)}', but received '${pythonRepr(received)}'.`,
  });
}

/** Whether the same calls were answered a few messages ago: then a client repeats a request that got through. */
export async function wasAnswered(db: Database, thread: Thread, answers: StoredApproval[]): Promise<boolean> {
  const recent = await messagesByIds(db, (await readContext(db, thread)).slice(-RETRY_WINDOW));
  const answered = recent.flatMap((row) => fromNullableJson<StoredApproval[]>(row.approvals) ?? []);
  return answers.every((answer) => answered.some((each) => each.tool_call_id === answer.tool_call_id));
}

/** The original's 400 for an answer nobody waits for. */
export function nothingPending(): LettaError {
  return new LettaError(400, {
    detail:
      'Cannot process approval response: No tool call is currently awaiting approval. Please send a regular message to interact with the agent.',
  });
}

function isRequest(row: MessageRow): boolean {
  return row.role === 'approval' && row.approvals === null && fromJson<unknown[]>(row.tool_calls ?? '[]').length > 0;
}
