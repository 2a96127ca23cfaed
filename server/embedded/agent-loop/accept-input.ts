import type { MessageRow } from '#server/embedded/store/messages.ts';
import { addHeartbeat } from './add-heartbeat.ts';
import { answerApproval } from './answer-approval.ts';
import {
  callsOfRequest,
  findPendingApproval,
  nothingPending,
  refuseWhilePending,
  requireSameCalls,
  wasAnswered,
} from './pending-approval.ts';
import type { StoredApproval } from './stored-content.ts';
import type { Turn } from './turn.ts';

/** What comes in at the start of a turn beside messages. */
export interface TurnInput {
  answers: StoredApproval[] | null;
}

/**
 * Checks what comes in against what the thread waits for, and carries out decisions. Throws the original's 409 for a
 * message while a decision is awaited, and 400 for a decision that nobody awaits or that is about other calls.
 */
export async function acceptInput(turn: Turn, { answers }: TurnInput): Promise<void> {
  const { db } = turn.context;
  const pending = await findPendingApproval(db, turn.thread);
  if (answers === null) {
    if (pending) refuseWhilePending(pending);
    return;
  }
  if (pending) {
    const named = answers.flatMap((answer) => nameCalls(pending, answer));
    requireSameCalls(pending, named);
    await answerApproval(turn, pending, named);
    return;
  }
  if (!(await wasAnswered(db, turn.thread, answers))) throw nothingPending();
  await addHeartbeat(
    turn,
    'The decision on your tool call was already carried out. Go on from where you stopped.',
    null,
  );
}

/** Older clients decide on a whole request and name no call. */
function nameCalls(pending: MessageRow, answer: StoredApproval): StoredApproval[] {
  if (answer.tool_call_id !== '') return [answer];
  return callsOfRequest(pending).map((call) => ({ ...answer, tool_call_id: call.id }));
}
