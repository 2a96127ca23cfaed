'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { formatNumber } from '#lib/format.ts';
import { exportAgent, importAgentFile } from '#lib/letta/agent-file.ts';
import { type AgentRef, agentKeys } from '#lib/letta/agents.ts';
import { readAllPassages } from '#lib/letta/archival.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type ArchivalPassage, addPassage } from '#lib/letta/passages.ts';
import { secretNamesQuery } from '#lib/letta/secrets.ts';
import { serversQuery } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';

interface DuplicateAgentDialogProps {
  agentRef: AgentRef;
  name: string;
  onClose: () => void;
}

/** What a run has reached, so that a failed one goes on instead of making a second agent. */
interface Progress {
  copy: AgentRef | null;
  memories: ArchivalPassage[] | null;
  done: number;
}

const START: Progress = { copy: null, memories: null, done: 0 };

/** Another agent just like this one, here or on another server. */
export function DuplicateAgentDialog({ agentRef, name, onClose }: DuplicateAgentDialogProps) {
  const router = useRouter();
  const client = useQueryClient();
  const servers = useQuery(serversQuery());
  const secrets = useQuery(secretNamesQuery(agentRef));
  const [newName, setNewName] = useState(`${name} copy`);
  const [target, setTarget] = useState(agentRef.serverId);
  const [withMessages, setWithMessages] = useState(false);
  const [withArchive, setWithArchive] = useState(true);
  const [progress, setProgress] = useState(START);
  const stop = useRef(new AbortController());

  async function run() {
    const { signal } = stop.current;
    const copy = progress.copy ?? (await makeCopy(signal));
    const reached = { ...progress, copy };
    setProgress(reached);
    await client.invalidateQueries({ queryKey: agentKeys.lists(copy.serverId) });
    if (withArchive) await copyMemories(reached, signal);
    if (!signal.aborted) router.push(routes.agent(copy.serverId, copy.agentId));
  }

  async function makeCopy(signal: AbortSignal): Promise<AgentRef> {
    const content = await exportAgent(agentRef, { withMessages, signal });
    const [agentId] = await importAgentFile(
      target,
      { name: `${name}.af`, content },
      { name: newName.trim(), embedding: '', replaceTools: false, secrets: {} },
      { onProgress: () => undefined, signal },
    );
    if (!agentId) throw new Error('The server did not say which agent it made. Look for it in the list.');
    return { serverId: target, agentId };
  }

  async function copyMemories(reached: Progress & { copy: AgentRef }, signal: AbortSignal) {
    const memories = reached.memories ?? (await readAllPassages(agentRef, { onCount: () => undefined, signal }));
    for (let done = reached.done; done < memories.length && !signal.aborted; done++) {
      const memory = memories[done];
      if (memory) await addPassage(reached.copy, memory);
      setProgress({ copy: reached.copy, memories, done: done + 1 });
    }
  }

  const isMade = progress.copy !== null;
  return (
    <FormDialog
      title={`Duplicate ${name}`}
      description="A new agent with the same prompt, model, memory blocks, tools and rules. Blocks are copied: the two share none."
      submitLabel={isMade ? 'Go on' : 'Duplicate'}
      disabledReason={newName.trim() ? undefined : 'Give the new agent a name'}
      describeError={describeFailure}
      onSubmit={run}
      onClose={() => {
        stop.current.abort();
        onClose();
      }}
    >
      <TextField label="Name" value={newName} onValueChange={setNewName} disabled={isMade} />
      <SelectField
        label="On"
        value={target}
        onValueChange={setTarget}
        disabled={isMade}
        options={(servers.data ?? []).map((server) => ({ value: server.id, label: server.name }))}
        hint={
          target === agentRef.serverId
            ? undefined
            : 'The other server needs the same models. Tools it has under the same name stay as they are there.'
        }
      />
      <Checkbox label="With its messages" checked={withMessages} onCheckedChange={setWithMessages} disabled={isMade} />
      <Checkbox label="With its archival memory" checked={withArchive} onCheckedChange={setWithArchive} />
      {secrets.data && secrets.data.length > 0 ? (
        <p className="text-muted text-sm">
          The values of its variables are not copied: {secrets.data.map(({ key }) => key).join(', ')}.
        </p>
      ) : null}
      {progress.memories ? (
        <p role="status" className="tabular text-sm">
          {formatNumber(progress.done)} of {formatNumber(progress.memories.length)} memories copied
        </p>
      ) : null}
    </FormDialog>
  );
}
