import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useQueryState } from 'nuqs';
import { useIsBusy, useThreadSession } from '#components/session/agent-session.tsx';
import { keepDraft } from '#components/session/draft-store.ts';
import { useCapability } from '#components/session/use-capability.ts';
import { toast } from '#components/ui/toast.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { forkConversation, forksAtMessage } from '#lib/letta/fork-conversation.ts';
import { messageKeys } from '#lib/letta/messages.ts';
import { serversQuery } from '#lib/letta/servers.ts';
import { randomId } from '#lib/random-id.ts';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { readContent } from '#lib/runs/message-content.ts';
import type { OutgoingMessage } from '#lib/runs/send-intent.ts';
import { messageBefore } from './message-before.ts';
import { sendMessage } from './send-draft.ts';
import { threadDraftName } from './thread-draft.ts';

interface SendAgain {
  whyNotSend: string | undefined;
  whyNotFork: string | undefined;
  send(): Promise<void>;
  editOnFork(): Promise<void>;
}

const ROLES = { user_message: 'user', system_message: 'system' } as const;

/** Saying a message once more, or another way on a fork that ends before it. Null for what a person did not say. */
export function useSendAgain(type: string, readSource: () => LettaMessage): SendAgain | null {
  const session = useThreadSession();
  const { ref } = session;
  const client = useQueryClient();
  const isBusy = useIsBusy();
  const [, setConversation] = useQueryState('conversation', { history: 'push' });
  const { data: servers } = useQuery(serversQuery());
  const { offReason } = useCapability(ref.serverId, 'fork');
  const server = servers?.find((each) => each.id === ref.serverId);
  const role = Object.hasOwn(ROLES, type) ? ROLES[type as keyof typeof ROLES] : null;
  if (role === null) return null;

  return {
    whyNotSend: isBusy ? 'The agent is working' : undefined,
    whyNotFork: offReason ?? (forksAtMessage(server) ? undefined : 'This server forks a conversation at its end only'),
    send: async () => {
      const content = readSource()['content'] as OutgoingMessage['content'];
      const message: OutgoingMessage = { role, content, otid: randomId() };
      await sendMessage(session, message);
    },
    editOnFork: async () => {
      const source = readSource();
      const upTo = messageBefore(client.getQueriesData({ queryKey: messageKeys.thread(ref) }), source);
      if (upTo === null) {
        toast.error('The message before this one is not loaded. Scroll up a little, then try again.');
        return;
      }
      try {
        const fork = await forkConversation(ref, { upTo });
        const draft = threadDraftName('message', { ...ref, conversationId: fork.id });
        keepDraft(ref, draft, { text: readContent(source['content']).text, base: '' });
        await setConversation(fork.id);
      } catch (error) {
        toast.failure('Could not fork.', describeFailure(error));
      }
    },
  };
}
