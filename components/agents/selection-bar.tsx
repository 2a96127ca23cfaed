'use client';

import { Download, Tags, Trash2, X } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { formatNumber } from '#lib/format.ts';
import type { AgentState } from '#lib/letta/agents.ts';
import type { BatchDialogProps } from './batch-dialogs.tsx';
import type { ListSelection } from './use-selection.ts';

const load = () => import('./batch-dialogs.tsx');

const DIALOGS = {
  tags: lazyComponent(() => load().then((module) => module.TagAgentsDialog)),
  export: lazyComponent(() => load().then((module) => module.ExportAgentsDialog)),
  delete: lazyComponent(() => load().then((module) => module.DeleteAgentsDialog)),
} satisfies Record<string, ComponentType<BatchDialogProps>>;

interface SelectionBarProps {
  serverId: string;
  /** All that are shown. */
  agents: AgentState[];
  selection: ListSelection;
}

/** Above the list: ticks all of it, and does something with what is ticked. */
export function SelectionBar({ serverId, agents, selection }: SelectionBarProps) {
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  const canExport = useCapability(serverId, 'agent-export');
  const chosen = agents.filter(({ id }) => selection.ids.has(id));
  const isAll = chosen.length > 0 && chosen.length === agents.length;
  const OpenDialog = open ? DIALOGS[open] : null;
  return (
    <div
      role="toolbar"
      aria-label="Selected agents"
      className="sticky top-0 z-20 flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2 bg-background py-1 pl-5.25"
    >
      <Checkbox
        label={isAll ? 'Select none' : 'Select all shown'}
        labelHidden={chosen.length > 0}
        checked={isAll}
        indeterminate={chosen.length > 0 && !isAll}
        onCheckedChange={() => selection.toggleAll(!isAll)}
        className="text-faint text-sm"
      />
      <span role="status" className="tabular text-sm">
        {chosen.length > 0 ? `${formatNumber(chosen.length)} selected` : ''}
      </span>
      {chosen.length > 0 ? (
        <div className="flex gap-2">
          <Button size="sm" icon={<Tags />} onClick={() => setOpen('tags')}>
            Tags…
          </Button>
          <Button size="sm" icon={<Download />} disabledReason={canExport.offReason} onClick={() => setOpen('export')}>
            Export…
          </Button>
          <Button size="sm" icon={<Trash2 />} onClick={() => setOpen('delete')}>
            Delete…
          </Button>
          <IconButton label="Clear the selection" icon={<X />} onClick={() => selection.toggleAll(false)} />
        </div>
      ) : null}
      {OpenDialog ? (
        <OpenDialog
          serverId={serverId}
          agents={chosen}
          onEnd={selection.keepFailed}
          onClose={() => setOpen((now) => (now === open ? null : now))}
        />
      ) : null}
    </div>
  );
}
