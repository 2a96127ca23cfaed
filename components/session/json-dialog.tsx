'use client';

import { CodeEditor } from '#components/ui/code-editor.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { type QueryLike, QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';

interface JsonDialogProps {
  title: string;
  description: string;
  /** What the text is called: "Agent as JSON". */
  label: string;
  query: QueryLike<unknown>;
  onClose: () => void;
}

/** Something as the server tells it, to be read and copied. */
export function JsonDialog({ title, description, label, query, onClose }: JsonDialogProps) {
  const json = query.data ? JSON.stringify(query.data, null, 2) : '';
  return (
    <Dialog
      size="xl"
      title={title}
      description={description}
      onClose={onClose}
      footer={json ? <CopyButton text={json} label="Copy JSON" showLabel /> : null}
    >
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={12} />}>
        {() => <CodeEditor label={label} className="h-[60vh]" language="json" value={json} readOnly lineNumbers />}
      </QueryView>
    </Dialog>
  );
}
