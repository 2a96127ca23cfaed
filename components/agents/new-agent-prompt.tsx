'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import type { NewAgentForm, OpeningMessage } from '#lib/letta/new-agent.ts';
import { randomId } from '#lib/random-id.ts';
import type { NewAgentPartProps } from './new-agent-part.ts';

const CURRENT_TYPES = ['letta_v1_agent', 'sleeptime_agent', 'voice_convo_agent', 'voice_sleeptime_agent'];
const OLDER_TYPES = ['memgpt_agent', 'memgpt_v2_agent', 'react_agent', 'workflow_agent', 'split_thread_agent'];
const ROLES = ['user', 'assistant', 'system'] as const;

/** The system prompt, the type it belongs to, and the messages the agent begins with. */
export function NewAgentPrompt({ form, problems, change }: NewAgentPartProps) {
  return (
    <div className="flex flex-col gap-4">
      <TextArea
        label="System prompt"
        hint="Empty: the server's own for this type of agent."
        value={form.system}
        onValueChange={(system) => change({ system })}
        rows={3}
        autoGrow
        boxClassName="max-h-80"
      />
      <SelectField
        label="Agent type"
        hint="Fixed at creation. Older types are for agents that were made as such."
        value={form.agentType}
        onValueChange={(agentType) => change({ agentType })}
        placeholder="letta_v1_agent, as always"
        options={[
          { label: 'Current', options: CURRENT_TYPES.slice(1).map(toOption) },
          { label: 'Older', options: OLDER_TYPES.map(toOption) },
        ]}
      />
      <SelectField
        label="First messages"
        value={form.opening}
        onValueChange={(opening) => change({ opening: opening as NewAgentForm['opening'] })}
        options={[
          { value: 'default', label: "The server's own" },
          { value: 'none', label: 'None' },
          { value: 'own', label: 'These' },
        ]}
      />
      {form.opening === 'own' ? (
        <OpeningMessages
          messages={form.openingMessages}
          problems={problems}
          onChange={(openingMessages) => change({ openingMessages })}
        />
      ) : null}
    </div>
  );
}

interface OpeningMessagesProps {
  messages: OpeningMessage[];
  problems: Map<string, string>;
  onChange: (messages: OpeningMessage[]) => void;
}

function OpeningMessages({ messages, problems, onChange }: OpeningMessagesProps) {
  const change = (id: string, part: Partial<OpeningMessage>) =>
    onChange(messages.map((each) => (each.id === id ? { ...each, ...part } : each)));
  return (
    <div className="flex flex-col gap-2">
      <ol aria-label="First messages" className="flex flex-col gap-2">
        {messages.map(({ id, role, content }, index) => (
          <li key={id} className="flex items-start gap-2">
            <SelectField
              label={`Role of message ${index + 1}`}
              labelHidden
              className="w-28"
              value={role}
              onValueChange={(next) => change(id, { role: next as OpeningMessage['role'] })}
              options={ROLES.map(toOption)}
            />
            <TextArea
              label={`Text of message ${index + 1}`}
              labelHidden
              className="flex-1"
              rows={1}
              autoGrow
              boxClassName="max-h-40"
              value={content}
              onValueChange={(next) => change(id, { content: next })}
              error={problems.get(id)}
            />
            <IconButton
              label={`Remove message ${index + 1}`}
              icon={<X />}
              onClick={() => onChange(messages.filter((each) => each.id !== id))}
            />
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        className="self-start"
        icon={<Plus />}
        onClick={() => onChange([...messages, { id: randomId(), role: 'user', content: '' }])}
      >
        Add a message
      </Button>
    </div>
  );
}

function toOption(value: string) {
  return { value, label: value };
}
