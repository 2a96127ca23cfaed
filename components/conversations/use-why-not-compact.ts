import { useCapability } from '#components/session/use-capability.ts';
import type { ThreadRef } from '#lib/letta/agents.ts';

/** Why a thread cannot be compacted by hand; undefined where it can. Conversations bring a route of their own for it. */
export function useWhyNotCompact({ serverId, conversationId }: ThreadRef): string | undefined {
  return useCapability(serverId, conversationId === null ? 'compact' : 'conversations').offReason;
}
