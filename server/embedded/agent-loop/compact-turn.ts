import { partOtid } from '#server/embedded/ids.ts';
import { nowIso } from '#server/embedded/times.ts';
import { type CompactionTrigger, compact } from './compact.ts';
import { envelope, toLettaMessages } from './to-letta-messages.ts';
import type { Turn } from './turn.ts';

/** Shortens what the model sees in the middle of a turn, and tells the client in the form it asked for. */
export async function compactTurn(
  turn: Turn,
  { stepId, trigger, tokens }: { stepId: string; trigger: CompactionTrigger; tokens: number | null },
): Promise<void> {
  const { agent, thread, runId, signal } = turn;
  const row = { created_at: nowIso(), step_id: stepId, run_id: runId };
  if (turn.options.includeCompaction) {
    const data = { trigger, context_token_estimate: tokens, context_window: agent.context_window };
    const event = envelope({ ...row, id: crypto.randomUUID() }, 'event_message');
    turn.send({ ...event, event_type: 'compaction', event_data: data });
  }
  const isSent = !turn.options.includeCompaction;
  const request = { agent, thread, signal, trigger, tokensBefore: tokens, runId, stepId, isSent };
  const done = await compact(turn.context, request);
  const [message] = toLettaMessages(done.message);
  if (!message) return;
  if (turn.options.includeCompaction) {
    const summary = envelope({ ...row, id: done.message.id }, 'summary_message');
    turn.send({
      ...summary,
      otid: partOtid(done.message.id, 0),
      summary: done.summary,
      compaction_stats: done.stats,
    });
  } else turn.send({ ...message, step_id: null });
}
