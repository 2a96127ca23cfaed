'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { agentBlocksQuery } from '#lib/letta/blocks.ts';
import { createConversationMutation } from '#lib/letta/conversations.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Begins a conversation, if wanted with memory blocks of its own. */
export function NewConversationDialog({ onClose }: { onClose: () => void }) {
  const ref = useThreadRef();
  const [, setConversation] = useQueryState('conversation', { history: 'push' });
  const blocks = useQuery(agentBlocksQuery(ref));
  const create = useMutation(createConversationMutation(ref));
  const [summary, setSummary] = useState('');
  const [isolated, setIsolated] = useState<string[]>([]);
  return (
    <FormDialog
      title="New conversation"
      description="It begins empty, with the same agent and, unless isolated below, the same memory."
      submitLabel="Create"
      onClose={onClose}
      describeError={describeFailure}
      onSubmit={async () => {
        const made = await create.mutateAsync({ summary: summary.trim(), isolatedLabels: isolated });
        await setConversation(made.id);
      }}
    >
      <TextField label="Name" placeholder="Optional" value={summary} onValueChange={setSummary} autoFocus />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium text-sm">Isolated memory blocks</legend>
        <p className="mb-1 text-faint text-sm">
          The conversation gets its own copy of a ticked block: what it changes there is seen nowhere else.
        </p>
        {(blocks.data ?? []).flatMap(({ label }) =>
          label ? (
            <Checkbox
              key={label}
              label={label}
              checked={isolated.includes(label)}
              onCheckedChange={(isOn) =>
                setIsolated(isOn ? [...isolated, label] : isolated.filter((each) => each !== label))
              }
            />
          ) : (
            []
          ),
        )}
      </fieldset>
    </FormDialog>
  );
}
