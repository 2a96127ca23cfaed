'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { attachToolMutation, detachToolMutation, type Tool } from '#lib/letta/tools.ts';
import { routes } from '#lib/routes.ts';
import { RestoreBaseTools } from './restore-base-tools.tsx';
import { ToolDialog } from './tool-dialog.tsx';
import { ToolLibrary } from './tool-library.tsx';

/** The server's tool library: attach and detach with one click each. */
export function AttachToolDialog({ attached, onClose }: { attached: Tool[]; onClose: () => void }) {
  const { serverId, agentId } = useAgentRef();
  const [opened, setOpened] = useState<Tool | null>(null);
  const attachedIds = new Set(attached.map((tool) => tool.id));
  return (
    <Dialog
      size="lg"
      onClose={onClose}
      title="Tool library"
      description="Every tool on this server. A change counts from the agent's next step."
      footer={
        <>
          <ButtonLink href={`${routes.mcp(serverId)}?agent=${encodeURIComponent(agentId)}`} prefetch={false}>
            MCP servers
          </ButtonLink>
          <RestoreBaseTools serverId={serverId} />
        </>
      }
    >
      <ToolLibrary
        serverId={serverId}
        onOpen={setOpened}
        actions={(tool) => <AttachButton tool={tool} isAttached={attachedIds.has(tool.id)} />}
      />
      {opened ? (
        <ToolDialog serverId={serverId} agentId={agentId} tool={opened} onClose={() => setOpened(null)} />
      ) : null}
    </Dialog>
  );
}

function AttachButton({ tool, isAttached }: { tool: Tool; isAttached: boolean }) {
  const ref = useAgentRef();
  const attach = useMutation(attachToolMutation(ref));
  const detach = useMutation(detachToolMutation(ref));
  const change = isAttached ? detach : attach;
  const error = attach.error ?? detach.error;
  const verb = isAttached ? 'Detach' : 'Attach';
  return (
    <>
      <Button
        size="sm"
        busy={change.isPending}
        aria-label={`${verb} ${tool.name}`}
        onClick={() => change.mutate(tool.id)}
      >
        {verb}
      </Button>
      {error ? <ErrorNote {...describeFailure(error)} className="w-full" /> : null}
    </>
  );
}
