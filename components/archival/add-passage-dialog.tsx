'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import { addPassageMutation } from '#lib/letta/archival.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

const TOKEN_LIMIT = 8_192;
const DRAFT = 'archival';

/** Puts a text into archival memory. What is typed survives a reload. */
export function AddPassageDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const add = useMutation(addPassageMutation(ref));
  const text = useDraft(ref, DRAFT)?.text ?? '';
  const [tags, setTags] = useState<string[]>([]);
  const [date, setDate] = useState('');
  const tokens = approximateTokens(text);

  async function submit() {
    await add.mutateAsync({ text, tags, ...(date ? { createdAt: new Date(date).toISOString() } : {}) });
    dropDraft(ref, DRAFT);
  }

  return (
    <FormDialog
      title="Add to archival memory"
      description="The agent finds it again by its meaning."
      submitLabel="Add memory"
      disabledReason={whyNotAdd(text, tokens)}
      onSubmit={submit}
      onClose={onClose}
      describeError={describeFailure}
    >
      <TextArea
        label="Text"
        value={text}
        onValueChange={(value) => keepDraft(ref, DRAFT, { text: value, base: '' })}
        rows={5}
        autoGrow
        dir="auto"
        boxClassName="max-h-80"
        aside={`≈ ${formatNumber(tokens)} tokens`}
        error={text.trim() ? whyNotAdd(text, tokens) : undefined}
      />
      <TagList label="Tags" values={tags} onValuesChange={setTags} hint="Enter adds a tag." />
      <TextField label="Date" type="datetime-local" hint="Empty: now." value={date} onValueChange={setDate} />
    </FormDialog>
  );
}

function whyNotAdd(text: string, tokens: number): string | undefined {
  if (text.trim() === '') return 'Write something first';
  if (tokens <= TOKEN_LIMIT) return undefined;
  return `Letta takes at most ${formatNumber(TOKEN_LIMIT)} tokens at once. Cut it into several memories.`;
}
