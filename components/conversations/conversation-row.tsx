'use client';

import { useMutation } from '@tanstack/react-query';
import { Copy, Ellipsis, GitFork, Pencil, Shrink, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { copyText } from '#components/ui/copy-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { toast } from '#components/ui/toast.ts';
import { type Conversation, deleteConversationMutation, forkConversationMutation } from '#lib/letta/conversations.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { CompactDialog } from './compact-dialog.tsx';
import { conversationName, DEFAULT_NAME } from './conversation-name.ts';
import { RenameConversationDialog } from './rename-conversation-dialog.tsx';
import { ThreadBadge } from './thread-badge.tsx';
import { useWhyNotCompact } from './use-why-not-compact.ts';

interface ConversationRowProps {
  /** Null for the agent's own thread. */
  conversation: Conversation | null;
  onOpen: (id: string | null) => Promise<void>;
}

/** One conversation in the list, with what can be done with it. */
export function ConversationRow({ conversation, onOpen }: ConversationRowProps) {
  const ref = useThreadRef();
  const [dialog, setDialog] = useState<'rename' | 'compact' | 'delete' | null>(null);
  const fork = useMutation(forkConversationMutation(ref));
  const remove = useMutation(deleteConversationMutation(ref));
  const canFork = useCapability(ref.serverId, 'fork');
  const whyNotCompact = useWhyNotCompact({ ...ref, conversationId: conversation?.id ?? null });
  const id = conversation?.id ?? null;
  const name = conversation ? conversationName(conversation) : DEFAULT_NAME;
  const isOpen = ref.conversationId === id;
  const isolated = conversation?.isolated_block_ids?.length ?? 0;
  const date = conversation?.last_message_at ?? conversation?.created_at;
  const close = () => setDialog(null);

  async function makeFork() {
    try {
      const made = await fork.mutateAsync({ ...ref, conversationId: id });
      await onOpen(made.id);
    } catch (error) {
      toast.failure(`Could not fork ${name}.`, describeFailure(error));
    }
  }

  return (
    <li className="flex items-center gap-2 py-1" aria-label={name}>
      <button
        type="button"
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => void onOpen(id)}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover aria-[current]:font-medium"
      >
        <span className="min-w-0 truncate">{name}</span>
        {isOpen ? <Badge tone="accent">open</Badge> : null}
        <ThreadBadge conversationId={id} />
        {isolated > 0 ? (
          <Badge title="Memory blocks of its own: what it changes there stays in it">{isolated} isolated</Badge>
        ) : null}
        {date ? <RelativeTime date={date} className="ml-auto shrink-0 text-faint text-sm" /> : null}
      </button>
      <Menu
        label={`Actions for ${name}`}
        align="end"
        items={[
          ...(conversation
            ? [{ id: 'rename', label: 'Rename…', icon: <Pencil />, onSelect: () => setDialog('rename') }]
            : []),
          {
            id: 'fork',
            label: 'Fork',
            icon: <GitFork />,
            disabledReason: canFork.offReason,
            onSelect: () => void makeFork(),
          },
          {
            id: 'compact',
            label: 'Compact now…',
            icon: <Shrink />,
            disabledReason: whyNotCompact,
            onSelect: () => setDialog('compact'),
          },
          ...(id
            ? [
                {
                  id: 'copy',
                  label: 'Copy id',
                  icon: <Copy />,
                  onSelect: () => void copyText(id),
                },
                { id: 'delete', label: 'Delete…', icon: <Trash2 />, danger: true, onSelect: () => setDialog('delete') },
              ]
            : []),
        ]}
        trigger={(props) => <IconButton {...props} label={`Actions for ${name}`} icon={<Ellipsis />} />}
      />
      {dialog === 'rename' && conversation ? (
        <RenameConversationDialog conversation={conversation} onClose={close} />
      ) : null}
      {dialog === 'compact' ? (
        <CompactDialog thread={{ ...ref, conversationId: id }} name={name} onClose={close} />
      ) : null}
      {dialog === 'delete' && id ? (
        <ConfirmDialog
          title={`Delete ${name}?`}
          description="Its thread is gone for good, with the copies of memory blocks that are its own. The agent, its memory and its other conversations stay."
          confirmLabel="Delete conversation"
          describeError={describeFailure}
          onClose={close}
          onConfirm={async () => {
            if (isOpen) await onOpen(null);
            await remove.mutateAsync(id);
            toast.success(`${name} is deleted`);
          }}
        />
      ) : null}
    </li>
  );
}
