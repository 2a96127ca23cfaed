'use client';

import { useQuery } from '@tanstack/react-query';
import { AgentsDialog } from '#components/session/agents-dialog.tsx';
import { type Tool, toolUsersQuery } from '#lib/letta/tools.ts';

interface ToolUsersDialogProps {
  serverId: string;
  tool: Tool;
  onClose: () => void;
}

/** The agents that have a tool. */
export function ToolUsersDialog({ serverId, tool, onClose }: ToolUsersDialogProps) {
  return (
    <AgentsDialog
      serverId={serverId}
      title={`Agents with ${tool.name}`}
      description="Of the newest 1,000 agents of this server."
      query={useQuery(toolUsersQuery(serverId, tool.id))}
      onClose={onClose}
    />
  );
}
