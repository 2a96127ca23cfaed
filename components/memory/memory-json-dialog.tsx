'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { coreMemoryQuery } from '#lib/letta/core-memory.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** The memory object as the server tells it: blocks, open files, and the template it once was compiled with. */
export function MemoryJsonDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery(coreMemoryQuery(useAgentRef()));
  const json = query.data ? JSON.stringify(query.data, null, 2) : '';
  return (
    <Dialog
      size="xl"
      title="The memory as the server tells it"
      description="Blocks, blocks of files and the prompt template in one object, which Letta has deprecated. Variables of templates, and the memory of simulated agents, are only on Letta Cloud."
      onClose={onClose}
      footer={json ? <CopyButton text={json} label="Copy JSON" showLabel /> : null}
    >
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={12} />}>
        {() => (
          <CodeEditor label="Memory as JSON" className="h-[60vh]" language="json" value={json} readOnly lineNumbers />
        )}
      </QueryView>
    </Dialog>
  );
}
