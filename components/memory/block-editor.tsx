'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Code } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useAcceptValue, useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import { type Block, BlockConflictError, blockAgentsQuery, saveBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { BlockConflict } from './block-conflict.tsx';
import { blockDraftName } from './block-draft-name.ts';
import { overLimitProblem } from './over-limit-problem.ts';

const BlastRadiusDialog = lazyComponent(() =>
  import('./blast-radius-dialog.tsx').then((module) => module.BlastRadiusDialog),
);

/** Editing a block's value. The draft keeps what it started from, and outlives a reload and a failed save. */
export function BlockEditor({ block, onClose }: { block: Block; onClose: () => void }) {
  const ref = useAgentRef();
  const name = blockDraftName(block);
  const draft = useDraft(ref, name);
  const accept = useAcceptValue();
  const save = useMutation(saveBlockMutation(ref, block.label ?? ''));
  const readers = useQuery({ ...blockAgentsQuery(ref.serverId, block.id), staleTime: 60_000 });
  const isShared = (readers.data?.length ?? 0) > 1;
  const [asking, setAsking] = useState<{ value: string; basedOn: string } | null>(null);
  const text = draft?.text ?? block.value;
  const base = draft?.base ?? block.value;
  const theirs = save.error instanceof BlockConflictError ? save.error.current.value : block.value;
  const isConflict = draft !== undefined && theirs !== base && theirs !== text;
  const tooLong = overLimitProblem(text, block.limit);
  const [isInCode, setInCode] = useState(false);
  const type = (value: string) => keepDraft(ref, name, { text: value, base });

  const whyNotSave = text === base ? 'Nothing is changed' : isConflict ? 'Settle the conflict above first' : tooLong;

  function close() {
    dropDraft(ref, name);
    save.reset();
    onClose();
  }

  function submit(value: string, basedOn: string) {
    if (save.isPending) return;
    // Somebody saved the very same text: there is nothing left to do.
    if (value === block.value) return close();
    if (isShared) return setAsking({ value, basedOn });
    // What went wrong is shown from the mutation's own state.
    store(value, basedOn).catch(() => undefined);
  }

  async function store(value: string, basedOn: string) {
    const saved = await save.mutateAsync({ base: basedOn, change: { value } });
    accept(saved.id, saved.value);
    close();
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && draft === undefined) close();
    if (event.key === 's' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      saveIfAllowed();
    }
  }

  function saveIfAllowed() {
    if (whyNotSave === undefined) submit(text, base);
  }

  return (
    <div className="flex flex-col gap-2 border-border border-t p-3">
      {isConflict ? (
        <BlockConflict
          base={base}
          theirs={theirs}
          mine={text}
          busy={save.isPending}
          whyNotMine={tooLong}
          onKeepMine={() => submit(text, theirs)}
          onTakeTheirs={close}
          onMerge={(merged) => keepDraft(ref, name, { text: merged, base: theirs })}
        />
      ) : null}
      {isInCode ? (
        <>
          <CodeEditor
            className="h-80"
            label={`Value of ${block.label}`}
            language="markdown"
            lineNumbers
            value={text}
            onValueChange={type}
            onSave={saveIfAllowed}
          />
          {tooLong ? <p className="text-danger text-sm">{tooLong}</p> : null}
        </>
      ) : (
        <TextArea
          label={`Value of ${block.label}`}
          labelHidden
          value={text}
          onValueChange={type}
          onKeyDown={handleKeyDown}
          rows={4}
          autoGrow
          autoFocus
          dir="auto"
          boxClassName="max-h-96"
          error={tooLong}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <span className="tabular text-faint text-xs">
          {formatNumber([...text].length)} characters · ≈ {formatNumber(approximateTokens(text))} tokens
        </span>
        <Button size="sm" variant="ghost" icon={<Code />} onClick={() => setInCode(!isInCode)}>
          {isInCode ? 'Back to plain text' : 'Open in the code editor'}
        </Button>
        <span className="ml-auto flex gap-2">
          <Button size="sm" onClick={close}>
            {draft ? 'Discard' : 'Close'}
          </Button>
          <Button
            size="sm"
            variant="primary"
            busy={save.isPending}
            disabledReason={whyNotSave}
            onClick={() => submit(text, base)}
          >
            Save
          </Button>
        </span>
      </div>
      {save.error && !(save.error instanceof BlockConflictError) ? (
        <ErrorNote {...describeFailure(save.error)} onRetry={() => submit(text, base)} />
      ) : null}
      {asking ? (
        <BlastRadiusDialog
          block={block}
          onSave={() => store(asking.value, asking.basedOn)}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}
