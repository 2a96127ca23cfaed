'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { readClientTool } from './read-client-tool.ts';
import { changeSendSettings, useSendSettings } from './send-options-store.ts';

const EXAMPLE = '{ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"] }';

/** Tools that the person plays: the agent is offered them, and a call waits for a return typed here. */
export function ClientToolList() {
  const ref = useAgentRef();
  const { clientTools } = useSendSettings(ref);
  const [draft, setDraft] = useState({ name: '', description: '', parameters: EXAMPLE });
  const [problem, setProblem] = useState<string>();

  function add() {
    const read = readClientTool(draft, clientTools);
    if ('problem' in read) return setProblem(read.problem);
    changeSendSettings(ref, { clientTools: [...clientTools, read.tool] });
    setDraft({ name: '', description: '', parameters: EXAMPLE });
    setProblem(undefined);
  }

  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">Client tools</legend>
      <p className="text-faint text-sm">
        Offered to the agent with each message. When it calls one, the turn waits and you type what it returns.
      </p>
      <ul aria-label="Client tools" className="flex flex-col gap-1">
        {clientTools.map((tool) => (
          <li key={tool.name} className="flex items-center gap-2 rounded-md bg-surface-sunken py-1 pr-1 pl-2.5 text-sm">
            <span className="font-mono">{tool.name}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{tool.description}</span>
            <IconButton
              label={`Remove ${tool.name}`}
              icon={<Trash2 />}
              onClick={() =>
                changeSendSettings(ref, { clientTools: clientTools.filter((each) => each.name !== tool.name) })
              }
            />
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        <TextField
          label="Tool name"
          mono
          value={draft.name}
          onValueChange={(name) => setDraft({ ...draft, name })}
          placeholder="ask_weather"
        />
        <TextField
          label="What it does"
          value={draft.description}
          onValueChange={(description) => setDraft({ ...draft, description })}
        />
      </div>
      <TextArea
        label="Parameters, as a JSON schema"
        mono
        rows={3}
        value={draft.parameters}
        onValueChange={(parameters) => setDraft({ ...draft, parameters })}
        error={problem}
      />
      <Button size="sm" icon={<Plus />} className="self-start" onClick={add}>
        Add client tool
      </Button>
    </fieldset>
  );
}
