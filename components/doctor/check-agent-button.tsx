'use client';

import { Stethoscope } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { useCommands } from '#components/ui/use-commands.ts';
import type { Remedy } from '#lib/agent-doctor/finding.ts';

const AgentCheckDialog = lazyComponent(() =>
  import('./agent-check-dialog.tsx').then((module) => module.AgentCheckDialog),
);

/** Shows what a remedy opens, until it is closed. */
export type RenderRemedy = (remedy: Remedy, onClose: () => void) => ReactNode;

/** Has the agent looked over, when a person asks for it. */
export function CheckAgentButton({ renderRemedy }: { renderRemedy: RenderRemedy }) {
  const [isOpen, setOpen] = useState(false);
  useCommands([
    {
      id: 'check-agent',
      label: 'Check this agent',
      group: 'Agent',
      icon: <Stethoscope />,
      keywords: ['doctor', 'problems', 'stuck', 'health'],
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <IconButton label="Check this agent" icon={<Stethoscope />} onClick={() => setOpen(true)} />
      {isOpen ? <AgentCheckDialog renderRemedy={renderRemedy} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
