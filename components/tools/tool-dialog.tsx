'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Tool } from '#lib/letta/tools.ts';
import { toolQuery } from '#lib/letta/tools.ts';
import { ToolDetail } from './tool-detail.tsx';
import { isCustom } from './tool-type-label.ts';
import { ToolWorkbench } from './tool-workbench.tsx';

interface ToolDialogProps {
  serverId: string;
  agentId: string | null;
  /** Null for a new one. */
  tool: Tool | null;
  onClose: () => void;
}

/** A tool beside the open agent: the workbench for one that can be written, else what there is to know. */
export function ToolDialog({ serverId, agentId, tool, onClose }: ToolDialogProps) {
  const [made, setMade] = useState<Tool | null>(null);
  const shown = made ?? tool;
  const fresh = useQuery({
    ...toolQuery(serverId, shown?.id ?? ''),
    enabled: shown !== null,
    initialData: shown ?? undefined,
  });
  const current = shown === null ? null : (fresh.data ?? shown);
  return (
    <Dialog
      size="xl"
      onClose={onClose}
      title={current === null ? 'New tool' : (current.name ?? 'Tool')}
      description={
        current === null
          ? 'The last function is the tool. Its docstring and types become the schema the model sees.'
          : current.description || 'No description'
      }
    >
      {current === null || isCustom(current) ? (
        <ToolWorkbench serverId={serverId} agentId={agentId} tool={current} onSaved={setMade} />
      ) : (
        <ToolDetail tool={current} />
      )}
    </Dialog>
  );
}
