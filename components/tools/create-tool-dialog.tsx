'use client';

import { useMutation } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { createAgentToolMutation } from '#lib/letta/tools.ts';
import { checkToolSource } from './check-tool-source.ts';

const TEMPLATE = `def my_tool(text: str) -> str:
    """
    Say in a sentence what the tool does: the model reads this.

    Args:
        text (str): What this argument means.
    """
    return text.upper()
`;
const DRAFT = 'new-tool';

/** A new Python tool for this agent. Its schema is read from the source while one types; nothing is executed. */
export function CreateToolDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const source = useDraft(ref, DRAFT)?.text ?? TEMPLATE;
  const create = useMutation(createAgentToolMutation(ref));
  const check = checkToolSource(useDeferredValue(source));
  const problem = check.ok ? undefined : check.message;

  function submit() {
    if (problem || create.isPending) return;
    create.mutate(
      { source_code: source, source_type: 'python' },
      {
        onSuccess: () => {
          dropDraft(ref, DRAFT);
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      size="lg"
      onClose={onClose}
      title="New Python tool"
      description="The last function is the tool. Its docstring and types become the schema the model sees."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} disabledReason={problem} onClick={submit}>
            Create and attach
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <CodeEditor
          label="Python source"
          className="h-80"
          language="python"
          lineNumbers
          value={source}
          onValueChange={(text) => keepDraft(ref, DRAFT, { text, base: TEMPLATE })}
          onSave={submit}
          markers={check.ok ? [] : [{ line: check.line, column: check.column, message: check.message }]}
        />
        {check.ok ? (
          <p role="status" className="text-muted text-sm">
            The model will see <code className="font-mono">{check.signature}</code>
          </p>
        ) : (
          <p role="status" className="text-danger text-sm">
            Line {check.line}: {check.message}
          </p>
        )}
        {create.error ? <ErrorNote {...describeFailure(create.error)} /> : null}
      </div>
    </Dialog>
  );
}
