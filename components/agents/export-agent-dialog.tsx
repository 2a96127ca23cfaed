'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { formatNumber } from '#lib/format.ts';
import type { AgentRef } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { secretNamesQuery } from '#lib/letta/secrets.ts';
import { saveAgent } from './save-agent.ts';

interface ExportAgentDialogProps {
  agentRef: AgentRef;
  name: string;
  onClose: () => void;
}

/** Hands an agent over as a file; archival memory, which agent files do not hold, as a second one. */
export function ExportAgentDialog({ agentRef, name, onClose }: ExportAgentDialogProps) {
  const secrets = useQuery(secretNamesQuery(agentRef));
  const [withMessages, setWithMessages] = useState(true);
  const [withArchive, setWithArchive] = useState(false);
  const [count, setCount] = useState<number | null>(null);
  const reading = useRef(new AbortController());

  async function run() {
    const { signal } = reading.current;
    await saveAgent(agentRef, { name, withMessages, withArchive, onCount: setCount, signal });
  }

  return (
    <FormDialog
      title={`Export ${name}`}
      description="An agent file (.af) holds the agent with its prompt, memory blocks, tools with their source, rules and messages."
      submitLabel="Export"
      describeError={describeFailure}
      onSubmit={run}
      onClose={() => {
        reading.current.abort();
        onClose();
      }}
    >
      <Checkbox label="With its messages" checked={withMessages} onCheckedChange={setWithMessages} />
      <Checkbox
        label="Archival memory too"
        hint="Agent files do not hold it: it comes as a second file, to be imported after the agent."
        checked={withArchive}
        onCheckedChange={setWithArchive}
      />
      {secrets.data ? (
        <p className="text-muted text-sm">
          {secrets.data.length > 0
            ? `The values of its variables stay here: ${secrets.data.map(({ key }) => key).join(', ')}.`
            : 'It has no variables whose values would be left out.'}
        </p>
      ) : null}
      {count === null ? null : <p role="status">{formatNumber(count)} memories read…</p>}
    </FormDialog>
  );
}
