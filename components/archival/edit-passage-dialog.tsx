'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { type ArchivalPassage, replacePassageMutation } from '#lib/letta/archival.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Another text or other tags for a memory. */
export function EditPassageDialog({ passage, onClose }: { passage: ArchivalPassage; onClose: () => void }) {
  const replace = useMutation(replacePassageMutation(useAgentRef()));
  const [text, setText] = useState(passage.text);
  const [tags, setTags] = useState(passage.tags);
  const isSame = text === passage.text && JSON.stringify(tags) === JSON.stringify(passage.tags);
  return (
    <FormDialog
      title="Edit this memory"
      description="Letta cannot change a memory: it is added anew with its old date, and then the old one is deleted. It gets another id."
      submitLabel="Save"
      disabledReason={text.trim() === '' ? 'Write something first' : isSame ? 'Nothing is changed' : undefined}
      describeError={describeFailure}
      onSubmit={() => replace.mutateAsync({ passage, text, tags })}
      onClose={onClose}
    >
      <TextArea
        label="Text"
        value={text}
        onValueChange={setText}
        rows={5}
        autoGrow
        dir="auto"
        boxClassName="max-h-80"
      />
      <TagList label="Tags" values={tags} onValuesChange={setTags} />
    </FormDialog>
  );
}
