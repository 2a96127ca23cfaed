'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { DateField } from '#components/ui/date-field.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { addPassageMutation, type PassageHome } from '#lib/letta/passages.ts';

const TOKEN_LIMIT = 8_192;

interface AddPassageDialogProps {
  home: PassageHome;
  title: string;
  onClose: () => void;
}

/** Puts a text into archival memory. What is typed survives a reload. */
export function AddPassageDialog({ home, title, onClose }: AddPassageDialogProps) {
  const ref = useAgentRef();
  const draft = 'archiveId' in home ? `archival/${home.archiveId}` : 'archival';
  const add = useMutation(addPassageMutation(home));
  const text = useDraft(ref, draft)?.text ?? '';
  const [tags, setTags] = useState<string[]>([]);
  const [date, setDate] = useState('');
  const tokens = approximateTokens(text);

  async function submit() {
    await add.mutateAsync({ text, tags, ...(date ? { createdAt: new Date(date).toISOString() } : {}) });
    dropDraft(ref, draft);
  }

  return (
    <FormDialog
      title={title}
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
        onValueChange={(value) => keepDraft(ref, draft, { text: value, base: '' })}
        rows={5}
        autoGrow
        dir="auto"
        boxClassName="max-h-80"
        aside={`≈ ${formatNumber(tokens)} tokens`}
        error={text.trim() ? whyNotAdd(text, tokens) : undefined}
      />
      <TagList label="Tags" values={tags} onValuesChange={setTags} hint="Enter adds a tag." />
      <DateField label="Date" withTime hint="Empty: now." value={date} onValueChange={setDate} />
    </FormDialog>
  );
}

function whyNotAdd(text: string, tokens: number): string | undefined {
  if (text.trim() === '') return 'Write something first';
  if (tokens <= TOKEN_LIMIT) return undefined;
  return `Letta takes at most ${formatNumber(TOKEN_LIMIT)} tokens at once. Cut it into several memories.`;
}
