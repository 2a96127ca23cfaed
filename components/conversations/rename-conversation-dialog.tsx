'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type Conversation, renameConversationMutation } from '#lib/letta/conversations.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

interface RenameConversationDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

/** Names a conversation. Letta keeps the name as its summary. */
export function RenameConversationDialog({ conversation, onClose }: RenameConversationDialogProps) {
  const rename = useMutation(renameConversationMutation(useAgentRef()));
  const [summary, setSummary] = useState(conversation.summary ?? '');
  return (
    <FormDialog
      title="Rename conversation"
      description="Letta keeps the name as the summary of the conversation."
      submitLabel="Rename"
      onClose={onClose}
      describeError={describeFailure}
      disabledReason={summary.trim() === '' ? 'Enter a name first' : undefined}
      onSubmit={() => rename.mutateAsync({ id: conversation.id, summary: summary.trim() })}
    >
      <TextField label="Name" value={summary} onValueChange={setSummary} autoFocus />
    </FormDialog>
  );
}
