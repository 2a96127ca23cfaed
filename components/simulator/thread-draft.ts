import type { ThreadRef } from '#lib/letta/agents.ts';

/** The name of a draft that belongs to one thread of the agent. */
export function threadDraftName(name: string, { conversationId }: ThreadRef): string {
  return conversationId === null ? name : `${name}:${conversationId}`;
}
