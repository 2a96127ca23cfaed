import { denyPending } from '#server/embedded/agent-loop/answer-approval.ts';
import { findPendingApproval } from '#server/embedded/agent-loop/pending-approval.ts';
import { prepareTurn } from '#server/embedded/agent-loop/start-run.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { conflict } from '#server/embedded/letta-error.ts';
import { type AgentRow, updateAgent } from '#server/embedded/store/agents.ts';
import type { ConversationRow } from '#server/embedded/store/conversations.ts';
import { updateRun } from '#server/embedded/store/runs.ts';

/** What became of each run that was to be stopped. */
type Cancelled = Record<string, 'cancelled' | 'failed'>;

/**
 * Stops the runs named, or those going on in a thread. A thread that waits for approval is freed: the calls count as
 * denied. Throws 409 with `nothing` when there is nothing to stop.
 */
export async function cancelRuns(
  context: EmbeddedContext,
  thread: { agent: AgentRow; conversation: ConversationRow | null },
  { named, going, nothing }: { named: string[] | null; going: string[]; nothing: string },
): Promise<Cancelled> {
  const ids = named ?? going;
  const cancelled: Cancelled = Object.fromEntries(
    ids.map((id) => [id, context.runs.cancel(id) ? 'cancelled' : 'failed'] as const),
  );
  const freed = await freeThread(context, thread);
  if (freed !== null) cancelled[freed] = 'cancelled';
  if (Object.keys(cancelled).length === 0) throw conflict(`CONFLICT: No active runs to cancel for ${nothing}`);
  return cancelled;
}

/** Denies the calls a thread waits for; returns the run that asked, or null. */
async function freeThread(
  context: EmbeddedContext,
  { agent, conversation }: { agent: AgentRow; conversation: ConversationRow | null },
): Promise<string | null> {
  const thread = { agentId: agent.id, conversationId: conversation?.id ?? null };
  const pending = await findPendingApproval(context.db, thread);
  if (!pending?.run_id) return null;
  const options = {
    maxSteps: 1,
    streamTokens: true,
    returnTypes: null,
    clientTools: [],
    includeCompaction: false,
    overrideSystem: null,
  };
  const turn = await prepareTurn(context, { agent, conversation, options, overrideModel: null });
  // Aborted, so that calls of the same step that needed nobody do not run either.
  await denyPending({ ...turn, runId: pending.run_id, signal: AbortSignal.abort() }, pending);
  await updateRun(context.db, pending.run_id, { status: 'cancelled', stop_reason: 'cancelled' });
  await updateAgent(context.db, agent.id, { last_stop_reason: 'cancelled' });
  return pending.run_id;
}
