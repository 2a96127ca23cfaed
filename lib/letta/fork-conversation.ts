import type { Conversation } from '@letta-ai/letta-client/resources/conversations/conversations';
import type { ThreadRef } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';
import { isLettaCloud, type ServerRecord } from './servers.ts';

/**
 * Makes a conversation that begins with what this thread has said; with `upTo`, the id of a stored message, only with
 * what was said up to it. Servers that do not know that parameter take all.
 */
export async function forkConversation(ref: ThreadRef, { upTo }: { upTo?: string } = {}): Promise<Conversation> {
  return await lettaClient(ref.serverId).conversations.fork(ref.conversationId ?? 'default', {
    ...(ref.conversationId === null ? { agent_id: ref.agentId } : {}),
    ...(upTo ? { message_id: upTo } : {}),
  });
}

/** Whether a server can fork in the middle of a conversation: the built-in one and Letta Cloud. */
export function forksAtMessage(server: Pick<ServerRecord, 'kind' | 'url'> | undefined): boolean {
  if (!server) return false;
  return server.kind === 'embedded' || isLettaCloud(server);
}
