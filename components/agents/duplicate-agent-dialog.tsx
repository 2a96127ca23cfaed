'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type AgentRef, agentKeys } from '#lib/letta/agents.ts';
import { COPY_START, copyAgent } from '#lib/letta/copy-agent.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { serversQuery } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';
import { CopyProgressLine, MissingValues } from './copy-progress-line.tsx';

interface DuplicateAgentDialogProps {
  agentRef: AgentRef;
  name: string;
  /** A copy that was made to take the original's place, with all its memories. */
  onMoved: (copy: AgentRef) => void;
  onClose: () => void;
}

/** Another agent just like this one, here or on another server, where it may take the original's place. */
export function DuplicateAgentDialog({ agentRef, name, onMoved, onClose }: DuplicateAgentDialogProps) {
  const router = useRouter();
  const client = useQueryClient();
  const servers = useQuery(serversQuery());
  const [newName, setNewName] = useState(`${name} copy`);
  const [target, setTarget] = useState(agentRef.serverId);
  const [wantsMessages, setWantsMessages] = useState(false);
  const [wantsArchive, setWantsArchive] = useState(true);
  const [wantsMove, setWantsMove] = useState(false);
  const [progress, setProgress] = useState(COPY_START);
  const stop = useRef(new AbortController());
  const takesFiles = useCapability(target, 'agent-file');
  const isElsewhere = target !== agentRef.serverId;
  const isMove = isElsewhere && wantsMove;
  const withMessages = isMove || wantsMessages;
  const withArchive = isMove || wantsArchive;
  const isMade = progress.copy !== null;

  async function run() {
    const { signal } = stop.current;
    const choice = { target, name: newName, withMessages, withArchive };
    const copy = await copyAgent(agentRef, choice, progress, { onProgress: setProgress, signal });
    await client.invalidateQueries({ queryKey: agentKeys.lists(copy.serverId) });
    if (signal.aborted) return;
    if (isMove) onMoved(copy);
    else router.push(routes.agent(copy.serverId, copy.agentId));
  }

  return (
    <FormDialog
      title={`Duplicate ${name}`}
      description="A new agent with the same prompt, model, memory blocks, tools and rules. Blocks are copied: the two share none."
      submitLabel={isMade ? 'Go on' : 'Duplicate'}
      disabledReason={takesFiles.offReason ?? (newName.trim() ? undefined : 'Give the new agent a name')}
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
          isElsewhere
            ? 'The other server needs the same models. Tools it has under the same name stay as they are there.'
            : undefined
        }
      />
      {isElsewhere ? (
        <Checkbox
          label="Move it there"
          hint="With everything below. When all of it has arrived, you are asked whether the original is to be deleted."
          checked={wantsMove}
          onCheckedChange={setWantsMove}
          disabled={isMade}
        />
      ) : null}
      <Checkbox
        label="With its messages"
        checked={withMessages}
        onCheckedChange={setWantsMessages}
        disabled={isMade || isMove}
      />
      <Checkbox
        label="With its archival memory"
        checked={withArchive}
        onCheckedChange={setWantsArchive}
        disabled={isMove}
      />
      <MissingValues agentRef={agentRef} />
      <CopyProgressLine progress={progress} />
    </FormDialog>
  );
}
