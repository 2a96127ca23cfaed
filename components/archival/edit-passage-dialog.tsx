'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type ArchivalPassage, type PassageHome, replacePassageMutation } from '#lib/letta/passages.ts';

interface EditPassageDialogProps {
  home: PassageHome;
  passage: ArchivalPassage;
  onClose: () => void;
}

/** Another text or other tags for a memory. */
export function EditPassageDialog({ home, passage, onClose }: EditPassageDialogProps) {
  const replace = useMutation(replacePassageMutation(home));
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
