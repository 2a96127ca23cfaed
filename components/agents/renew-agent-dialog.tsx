'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { toNewArchitecture } from '#lib/agent-file/to-new-architecture.ts';
import { type AgentRef, agentKeys } from '#lib/letta/agents.ts';
import { COPY_START, copyAgent } from '#lib/letta/copy-agent.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { routes } from '#lib/routes.ts';
import { CopyProgressLine, MissingValues } from './copy-progress-line.tsx';

interface RenewAgentDialogProps {
  agentRef: AgentRef;
  name: string;
  agentType: string;
  onClose: () => void;
}

/** Brings an agent of an old architecture over to the new one, as an agent of its own beside the old one. */
export function RenewAgentDialog({ agentRef, name, agentType, onClose }: RenewAgentDialogProps) {
  const router = useRouter();
  const client = useQueryClient();
  const [newName, setNewName] = useState(`${name} v1`);
  const [keepsPrompt, setKeepsPrompt] = useState(false);
  const [withArchive, setWithArchive] = useState(true);
  const [progress, setProgress] = useState(COPY_START);
  const stop = useRef(new AbortController());
  const isMade = progress.copy !== null;

  async function run() {
    const { signal } = stop.current;
    const choice = {
      target: agentRef.serverId,
      name: newName,
      withMessages: true,
      withArchive,
      change: (file: string) => toNewArchitecture(file, { keepsPrompt }),
    };
    const copy = await copyAgent(agentRef, choice, progress, { onProgress: setProgress, signal });
    await client.invalidateQueries({ queryKey: agentKeys.lists(copy.serverId) });
    if (!signal.aborted) router.push(routes.agent(copy.serverId, copy.agentId));
  }

  return (
    <FormDialog
      title={`Bring ${name} to the new architecture`}
      description={
        <>
          Letta has given up <span className="font-mono">{agentType}</span>. A new agent of the type{' '}
          <span className="font-mono">letta_v1_agent</span> takes over; this one stays until you delete it.
        </>
      }
      submitLabel={isMade ? 'Go on' : 'Make the new agent'}
      disabledReason={newName.trim() ? undefined : 'Give the new agent a name'}
      describeError={describeFailure}
      onSubmit={run}
      onClose={() => {
        stop.current.abort();
        onClose();
      }}
    >
      <ol className="ml-4 flex list-decimal flex-col gap-1 text-muted">
        <li>Its memory blocks, tools, rules and settings are taken along, and the base tools are added.</li>
        <li>
          It answers in plain text: the tool <span className="font-mono">send_message</span> and rules about it go.
        </li>
        <li>
          Its messages stay in the history, but none is in context at first, because they call that tool. Tell it
          briefly what you talked about last.
        </li>
      </ol>
      <TextField label="Name" value={newName} onValueChange={setNewName} disabled={isMade} />
      <Checkbox
        label="Keep its system prompt"
        hint="Otherwise it gets the server's own for the new architecture. The old ones tell an agent to call send_message."
        checked={keepsPrompt}
        onCheckedChange={setKeepsPrompt}
        disabled={isMade}
      />
      <Checkbox label="With its archival memory" checked={withArchive} onCheckedChange={setWithArchive} />
      <MissingValues agentRef={agentRef} />
      <CopyProgressLine progress={progress} />
    </FormDialog>
  );
}
