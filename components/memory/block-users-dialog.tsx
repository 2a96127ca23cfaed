'use client';

import { useQuery } from '@tanstack/react-query';
import { AgentsDialog } from '#components/session/agents-dialog.tsx';
import { type Block, blockAgentsQuery } from '#lib/letta/blocks.ts';

interface BlockUsersDialogProps {
  serverId: string;
  block: Block;
  onClose: () => void;
}

/** The agents that have a block. */
export function BlockUsersDialog({ serverId, block, onClose }: BlockUsersDialogProps) {
  return (
    <AgentsDialog
      serverId={serverId}
      title={`Agents with ${block.label}`}
      description="What one of them writes, all of them read."
      query={useQuery(blockAgentsQuery(serverId, block.id))}
      onClose={onClose}
    />
  );
}
