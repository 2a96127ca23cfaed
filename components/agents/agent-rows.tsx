'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { moveFocus } from '#components/ui/move-focus.ts';
import type { AgentState } from '#lib/letta/agents.ts';
import { runningAgentsQuery } from '#lib/letta/live-runs.ts';
import { AgentDialogs, useAgentDialog } from './agent-dialogs.tsx';
import { AgentRow } from './agent-row.tsx';
import { SelectionBar } from './selection-bar.tsx';
import type { ListSelection } from './use-selection.ts';

/** As many rows as a screen has; the rest is drawn when these are there. */
const FIRST_ROWS = 15;

interface AgentRowsProps {
  serverId: string;
  agents: AgentState[];
  selection: ListSelection;
  onTag: (tag: string) => void;
}

/** The agents that are shown, one by one or several at once. */
export function AgentRows({ serverId, agents, selection, onTag }: AgentRowsProps) {
  const running = useQuery(runningAgentsQuery(serverId)).data ?? [];
  const whyNot = {
    export: useCapability(serverId, 'agent-export').offReason,
    import: useCapability(serverId, 'agent-file').offReason,
  };
  const dialogs = useAgentDialog();
  const drawn = useDeferredValue(agents, agents.slice(0, FIRST_ROWS));
  return (
    <div className="flex flex-col gap-1">
      <SelectionBar serverId={serverId} agents={agents} selection={selection} />
      <ul
        aria-label="Agents"
        onKeyDown={moveFocus}
        className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-surface"
      >
        {drawn.map((agent) => (
          <AgentRow
            key={agent.id}
            serverId={serverId}
            agent={agent}
            isRunning={running.includes(agent.id)}
            isSelected={selection.ids.has(agent.id)}
            whyNot={whyNot}
            failure={selection.failures.get(agent.id)}
            onSelect={(checked, { shiftKey }) => selection.toggle(agent.id, { checked, isRange: shiftKey })}
            onAction={(action) => dialogs.open({ is: action, agent })}
            onTag={onTag}
          />
        ))}
      </ul>
      <AgentDialogs serverId={serverId} {...dialogs} />
    </div>
  );
}
