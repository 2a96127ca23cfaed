'use client';

import { useState } from 'react';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import type { AgentRef, AgentState } from '#lib/letta/agents.ts';
import { DeleteAgentDialog } from './delete-agent-dialog.tsx';

const DuplicateAgentDialog = lazyComponent(() =>
  import('./duplicate-agent-dialog.tsx').then((module) => module.DuplicateAgentDialog),
);
const DeleteOriginalDialog = lazyComponent(() =>
  import('./delete-original-dialog.tsx').then((module) => module.DeleteOriginalDialog),
);
const ExportAgentDialog = lazyComponent(() =>
  import('./export-agent-dialog.tsx').then((module) => module.ExportAgentDialog),
);
const RenewAgentDialog = lazyComponent(() =>
  import('./renew-agent-dialog.tsx').then((module) => module.RenewAgentDialog),
);

/** What can be done with one agent of the list, behind a dialog. */
export type AgentAction = 'duplicate' | 'renew' | 'export' | 'delete';

type OpenDialog = { is: AgentAction; agent: AgentState } | { is: 'delete-original'; agent: AgentState; copy: AgentRef };

/** Which dialog about an agent is open. */
export function useAgentDialog() {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  return {
    dialog,
    open: (next: OpenDialog) => setDialog(next),
    // A dialog that has opened the next one closes only itself.
    close: (closing: OpenDialog) => setDialog((now) => (now === closing ? null : now)),
  };
}

interface AgentDialogsProps extends ReturnType<typeof useAgentDialog> {
  serverId: string;
}

/** The dialog about one agent of the list that is open, if any. */
export function AgentDialogs({ serverId, dialog, open, close }: AgentDialogsProps) {
  if (!dialog) return null;
  const { agent } = dialog;
  const shared = { agentRef: { serverId, agentId: agent.id }, name: agent.name, onClose: () => close(dialog) };
  switch (dialog.is) {
    case 'duplicate':
      return (
        <DuplicateAgentDialog {...shared} onMoved={(copy: AgentRef) => open({ is: 'delete-original', agent, copy })} />
      );
    case 'delete-original':
      return <DeleteOriginalDialog {...shared} copy={dialog.copy} />;
    case 'renew':
      return <RenewAgentDialog {...shared} agentType={agent.agent_type} />;
    case 'export':
      return <ExportAgentDialog {...shared} />;
    case 'delete':
      return <DeleteAgentDialog serverId={serverId} agent={agent} onClose={shared.onClose} />;
  }
}
