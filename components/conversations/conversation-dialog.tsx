'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { useDeferredValue, useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type Conversation, conversationsQuery } from '#lib/letta/conversations.ts';
import { describeFailure, type Failure, statusOf } from '#lib/letta/describe-failure.ts';
import { ConversationRow } from './conversation-row.tsx';

interface ConversationDialogProps {
  onClose: () => void;
  onNew: () => void;
}

/** The agent's conversations: open one, name it, fork it, shorten it, delete it. */
export function ConversationDialog({ onClose, onNew }: ConversationDialogProps) {
  const ref = useThreadRef();
  const [, setConversation] = useQueryState('conversation', { history: 'push' });
  const [search, setSearch] = useState('');
  const text = useDeferredValue(search.trim());
  const { usable, offReason } = useCapability(ref.serverId, 'conversations');
  const list = useInfiniteQuery({ ...conversationsQuery(ref, text), enabled: usable });
  const conversations = offReason ? [] : list.data?.pages.flat();

  async function open(id: string | null) {
    onClose();
    await setConversation(id);
  }

  return (
    <Dialog
      size="md"
      title="Conversations"
      description="Threads of this agent. They share its memory, unless a block was isolated for one of them."
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <div className="flex items-center gap-2">
          {offReason ? (
            <p className="flex-1 text-pretty text-muted text-sm">
              {offReason} The default conversation works as it is.
            </p>
          ) : (
            <SearchField
              label="Search conversations"
              placeholder="Search by name"
              value={search}
              onValueChange={setSearch}
              className="flex-1"
            />
          )}
          <Button variant="primary" icon={<Plus />} disabledReason={offReason} onClick={onNew}>
            New
          </Button>
        </div>
        <QueryView
          query={{ ...list, data: conversations }}
          describeError={describeListFailure}
          skeleton={<Skeleton lines={4} />}
        >
          {(found) => (
            <ul aria-label="Conversations" className="flex flex-col divide-y divide-border">
              {text === '' ? <ConversationRow conversation={null} onOpen={open} /> : null}
              {found.map((conversation: Conversation) => (
                <ConversationRow key={conversation.id} conversation={conversation} onOpen={open} />
              ))}
            </ul>
          )}
        </QueryView>
        {conversations?.length === 0 && text !== '' ? (
          <EmptyState title={`No conversation is named “${text}”`} />
        ) : null}
        <MoreButton query={list}>Show more</MoreButton>
      </div>
    </Dialog>
  );
}

function describeListFailure(error: unknown): Failure {
  const status = statusOf(error);
  if (status !== 404 && status !== 405) return describeFailure(error);
  return {
    title: 'This server has no conversations',
    message: 'Letta brings them with version 0.16.2. The default conversation works as it is.',
  };
}
