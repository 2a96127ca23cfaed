'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { formatNumber } from '#lib/format.ts';
import { type AgentState, agentTagsQuery, changeAgentTags, deleteAgent } from '#lib/letta/agents.ts';
import { BatchProgress } from './batch-progress.tsx';
import { saveAgent } from './save-agent.ts';
import { describeBatchFailure, useBatch } from './use-batch.ts';

export interface BatchDialogProps {
  serverId: string;
  agents: AgentState[];
  onEnd: (failures: ReadonlyMap<string, string>) => void;
  onClose: () => void;
}

/** Adds tags to several agents, and takes some away. */
export function TagAgentsDialog({ serverId, agents, onEnd, onClose }: BatchDialogProps) {
  const [count] = useState(agents.length);
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const known = useQuery(agentTagsQuery(serverId)).data ?? [];
  const batch = useBatch({ serverId, agents, onEnd, act: (ref) => changeAgentTags(ref, { add, remove }) });
  return (
    <FormDialog
      title={`Tags of ${agentsIn(count)}`}
      description="Their other tags stay."
      submitLabel={batch.progress?.failures.length ? 'Try again' : 'Save'}
      disabledReason={add.length + remove.length > 0 ? undefined : 'Name a tag to add or to take away'}
      describeError={describeBatchFailure}
      onSubmit={batch.run}
      onClose={() => {
        batch.stop();
        onClose();
      }}
    >
      <TagList label="Add" values={add} onValuesChange={setAdd} suggestions={known} />
      <TagList
        label="Take away"
        placeholder="A tag they have"
        values={remove}
        onValuesChange={setRemove}
        suggestions={[...new Set(agents.flatMap(({ tags }) => tags ?? []))]}
      />
      <BatchProgress batch={batch} verb="tagged" />
    </FormDialog>
  );
}

/** Saves several agents, each as a file of its own. */
export function ExportAgentsDialog({ serverId, agents, onEnd, onClose }: BatchDialogProps) {
  const [count] = useState(agents.length);
  const [withMessages, setWithMessages] = useState(true);
  const [withArchive, setWithArchive] = useState(false);
  const batch = useBatch({
    serverId,
    agents,
    onEnd,
    act: (agentRef, { name }, signal) => saveAgent(agentRef, { name, withMessages, withArchive, signal }),
  });
  return (
    <FormDialog
      title={`Export ${agentsIn(count)}`}
      description="One agent file (.af) each, one after the other. The browser may ask whether this page may save several files."
      submitLabel={batch.progress?.failures.length ? 'Try again' : 'Export'}
      describeError={describeBatchFailure}
      onSubmit={batch.run}
      onClose={() => {
        batch.stop();
        onClose();
      }}
    >
      <Checkbox label="With their messages" checked={withMessages} onCheckedChange={setWithMessages} />
      <Checkbox
        label="Archival memory too"
        hint="Agent files do not hold it: it comes as a second file each."
        checked={withArchive}
        onCheckedChange={setWithArchive}
      />
      <BatchProgress batch={batch} verb="exported" />
    </FormDialog>
  );
}

/** Deletes several agents, after naming each and all that goes with them. */
export function DeleteAgentsDialog({ serverId, agents, onEnd, onClose }: BatchDialogProps) {
  const [asked] = useState(agents);
  const batch = useBatch({ serverId, agents, onEnd, act: deleteAgent });
  return (
    <ConfirmDialog
      title={`Delete ${agentsIn(asked.length)}?`}
      description="Their messages, conversations, runs, variables and settings are deleted for good; a turn that goes on is stopped. Memory blocks, tools and archives stay in their libraries."
      confirmLabel={`Delete ${agentsIn(asked.length)}`}
      describeError={describeBatchFailure}
      onConfirm={batch.run}
      onClose={() => {
        batch.stop();
        onClose();
      }}
    >
      <ul
        aria-label="To be deleted"
        className="max-h-40 overflow-y-auto rounded-md bg-surface-sunken px-2 py-1 text-sm"
      >
        {asked.map(({ id, name }) => (
          <li key={id} className="wrap-anywhere">
            {name}
          </li>
        ))}
      </ul>
      <BatchProgress batch={batch} verb="deleted" />
    </ConfirmDialog>
  );
}

function agentsIn(count: number): string {
  return count === 1 ? '1 agent' : `${formatNumber(count)} agents`;
}
