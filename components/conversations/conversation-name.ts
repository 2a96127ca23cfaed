import type { Conversation } from '#lib/letta/conversations.ts';

export const DEFAULT_NAME = 'Default conversation';

/** What a conversation is called: its summary, else its id. */
export function conversationName(conversation: Conversation): string {
  return conversation.summary?.trim() || `Conversation ${conversation.id.slice(5, 13)}`;
}
