'use client';

import { useMutation } from '@tanstack/react-query';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { formatNumber } from '#lib/format.ts';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { type Compaction, compactMutation } from '#lib/letta/conversations.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { useWhyNotCompact } from './use-why-not-compact.ts';

interface CompactDialogProps {
  thread: ThreadRef;
  name: string;
  onClose: () => void;
}

/** Shortens what a thread's model reads, and says what became of it. */
export function CompactDialog({ thread, name, onClose }: CompactDialogProps) {
  const compact = useMutation(compactMutation(thread));
  const whyNot = useWhyNotCompact(thread);
  const failure = compact.error ? describeFailure(compact.error) : null;
  return (
    <Dialog
      role="alertdialog"
      title={compact.isSuccess ? `${name} is compacted` : `Compact ${name}?`}
      description="The model writes a summary that takes the place of older messages in the context window. The messages stay in the history."
      onClose={onClose}
      footer={
        compact.isSuccess ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" busy={compact.isPending} disabledReason={whyNot} onClick={() => compact.mutate()}>
              Compact
            </Button>
          </>
        )
      }
    >
      {failure ? <ErrorNote {...failure} /> : null}
      {compact.isSuccess ? <Outcome compaction={compact.data} /> : null}
    </Dialog>
  );
}

function Outcome({ compaction }: { compaction: Compaction | null }) {
  if (!compaction) return <p>The server did it, and does not say what it left out.</p>;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      <dt className="text-muted">Messages before</dt>
      <dd className="tabular">{formatNumber(compaction.num_messages_before)}</dd>
      <dt className="text-muted">Messages after</dt>
      <dd className="tabular">{formatNumber(compaction.num_messages_after)}</dd>
      <dt className="text-muted">Summary</dt>
      <dd dir="auto" className="wrap-anywhere max-h-60 overflow-y-auto whitespace-pre-wrap">
        {compaction.summary}
      </dd>
    </dl>
  );
}
