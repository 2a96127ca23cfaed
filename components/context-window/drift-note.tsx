'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DiffEditor } from '#components/ui/diff-editor.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { driftQuery } from '#lib/letta/drift.ts';
import { recompileMutation } from '#lib/letta/running-prompt.ts';

/** Tells when the open thread runs with a prompt that is behind what is saved: prompt, memory or rules. */
export function DriftNote() {
  const ref = useThreadRef();
  const { usable } = useCapability(ref.serverId, 'recompile');
  const drift = useQuery({ ...driftQuery(ref), enabled: usable });
  const recompile = useMutation(recompileMutation(ref));
  const [isShown, setShown] = useState(false);
  if (!drift.data?.isBehind) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-2.5 py-2 text-sm">
      <span className="min-w-0 flex-1">
        <strong className="font-medium">The running prompt is behind.</strong> What is saved is not yet what the model
        reads.
      </span>
      <Button size="sm" onClick={() => setShown(true)}>
        Difference
      </Button>
      <Button size="sm" icon={<RefreshCw />} busy={recompile.isPending} onClick={() => recompile.mutate()}>
        Recompile
      </Button>
      {recompile.error ? <ErrorNote {...describeFailure(recompile.error)} className="w-full" /> : null}
      {isShown ? (
        <Dialog
          size="xl"
          title="The running prompt and the next one"
          description="Left: what the model reads now. Right: what it would read after a recompile. Dates and counts always differ."
          onClose={() => setShown(false)}
        >
          <DiffEditor
            className="h-[60vh]"
            label="Compiled prompt"
            language="markdown"
            before={drift.data.running}
            after={drift.data.next}
          />
        </Dialog>
      ) : null}
    </div>
  );
}
