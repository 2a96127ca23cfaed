'use client';

import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { useSingleFlight } from '#components/ui/use-single-flight.ts';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import { addPassageMutation } from '#lib/letta/archival.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

const TOKEN_LIMIT = 8_192;
const DRAFT = 'archival';

/** Puts a text into archival memory. What is typed survives a reload. */
export function AddPassageDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const formId = useId();
  const add = useMutation(addPassageMutation(ref));
  const text = useDraft(ref, DRAFT)?.text ?? '';
  const [tags, setTags] = useState<string[]>([]);
  const tokens = approximateTokens(text);
  const isTooLong = tokens > TOKEN_LIMIT;

  const submit = useSingleFlight(async () => {
    await add.mutateAsync({ text, tags });
    dropDraft(ref, DRAFT);
    onClose();
  });

  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (!text.trim() || isTooLong || add.isPending) return;
    submit();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Add to archival memory"
      description="The agent finds it again by its meaning."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={add.isPending}
            disabledReason={text.trim() ? undefined : 'Write something first'}
          >
            Add memory
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={handleSubmit} className="flex flex-col gap-4">
        <TextArea
          label="Text"
          value={text}
          onValueChange={(value) => keepDraft(ref, DRAFT, { text: value, base: '' })}
          rows={5}
          autoGrow
          dir="auto"
          boxClassName="max-h-80"
          aside={`≈ ${formatNumber(tokens)} tokens`}
          error={
            isTooLong
              ? `Letta takes at most ${formatNumber(TOKEN_LIMIT)} tokens at once. Cut it into several memories.`
              : undefined
          }
        />
        <TagList label="Tags" values={tags} onValuesChange={setTags} hint="Enter adds a tag." />
        {add.error ? <ErrorNote {...describeFailure(add.error)} /> : null}
      </form>
    </Dialog>
  );
}
