'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { wholeAgentQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Everything the server tells of the agent. Secret values are masked. */
export function AgentJsonDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery(wholeAgentQuery(useAgentRef()));
  const json = query.data ? JSON.stringify(query.data, null, 2) : '';
  return (
    <Dialog
      size="xl"
      title="The agent as the server tells it"
      description="With blocks, tools and tags. The values of secrets are masked."
      onClose={onClose}
      footer={json ? <CopyButton text={json} label="Copy JSON" showLabel /> : null}
    >
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={12} />}>
        {() => (
          <CodeEditor label="Agent as JSON" className="h-[60vh]" language="json" value={json} readOnly lineNumbers />
        )}
      </QueryView>
    </Dialog>
  );
}
