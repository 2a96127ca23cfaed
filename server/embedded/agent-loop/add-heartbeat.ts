import { newId } from '#server/embedded/ids.ts';
import type { NewMessage } from '#server/embedded/store/messages.ts';
import { appendMessages } from '#server/embedded/store/threads.ts';
import { nowIso, promptTime } from '#server/embedded/times.ts';
import type { Turn } from './turn.ts';

/**
 * Tells the agent something the person did not say; clients know it by its `type` and hide it. It belongs to the step
 * that gave rise to it, or to the next one.
 */
export async function addHeartbeat(turn: Turn, reason: string, stepId: string | null): Promise<void> {
  const createdAt = nowIso();
  const alert = { type: 'heartbeat', reason, time: promptTime(createdAt, turn.agent.timezone) };
  const message: NewMessage = {
    id: newId('message'),
    agent_id: turn.agent.id,
    role: 'user',
    content: JSON.stringify([{ type: 'text', text: JSON.stringify(alert, null, 2) }]),
    otid: stepId ? null : crypto.randomUUID(),
    run_id: turn.runId,
    step_id: stepId,
    created_at: createdAt,
  };
  await appendMessages(turn.context.db, turn.thread, [message]);
  if (!stepId) turn.unclaimed.push(message.id);
}
