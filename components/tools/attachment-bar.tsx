'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Link2, Unlink } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import type { AgentRef } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { agentToolsQuery, attachToolMutation, detachToolMutation, type Tool } from '#lib/letta/tools.ts';

/** Whether the open agent has the tool, changed with one click. */
export function AttachmentBar({ agentRef, tool }: { agentRef: AgentRef; tool: Tool }) {
  const attached = useQuery(agentToolsQuery(agentRef));
  const attach = useMutation(attachToolMutation(agentRef));
  const detach = useMutation(detachToolMutation(agentRef));
  const isAttached = attached.data?.some((each) => each.id === tool.id) ?? false;
  const change = isAttached ? detach : attach;
  const error = attach.error ?? detach.error;
  return (
    <>
      <Button
        icon={isAttached ? <Unlink /> : <Link2 />}
        busy={change.isPending || attached.isPending}
        onClick={() => change.mutate(tool.id)}
      >
        {isAttached ? 'Detach from this agent' : 'Attach to this agent'}
      </Button>
      {error ? <ErrorNote {...describeFailure(error)} className="w-full" /> : null}
    </>
  );
}
