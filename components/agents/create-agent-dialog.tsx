'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { agentNameProblem } from '#lib/agent-name.ts';
import { createAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { embeddingModelsQuery, modelHandle, modelsQuery } from '#lib/letta/models.ts';
import { routes } from '#lib/routes.ts';
import { ModelChoice } from './model-choice.tsx';

/** A blank agent: name, model, and what it should know at first. */
export function CreateAgentDialog({ serverId, onClose }: { serverId: string; onClose: () => void }) {
  const router = useRouter();
  const models = useQuery(modelsQuery(serverId));
  const embeddings = useQuery(embeddingModelsQuery(serverId));
  const create = useMutation(createAgentMutation(serverId));
  const [name, setName] = useState('');
  const [chosenModel, setModel] = useState('');
  const [chosenEmbedding, setEmbedding] = useState<string | null>(null);
  const [persona, setPersona] = useState('I am a helpful agent with a memory.');
  const model = chosenModel || (models.data?.length === 1 && models.data[0] ? modelHandle(models.data[0]) : '');
  const embedding = chosenEmbedding ?? embeddings.data?.[0]?.handle ?? '';
  const nameError = name === '' ? undefined : agentNameProblem(name);

  async function submit() {
    const agent = await create.mutateAsync({
      ...(name.trim() ? { name: name.trim() } : {}),
      model,
      ...(embedding ? { embedding } : {}),
      agent_type: 'letta_v1_agent',
      memory_blocks: [
        { label: 'human', value: 'I know nothing about this person yet.' },
        { label: 'persona', value: persona },
      ],
    });
    router.push(routes.agent(serverId, agent.id));
  }

  return (
    <FormDialog
      title="New agent"
      description="It starts with two memory blocks, human and persona, and the tools to change them."
      submitLabel="Create agent"
      disabledReason={model ? nameError : 'Choose a model first'}
      onSubmit={submit}
      onClose={onClose}
      describeError={describeFailure}
    >
      <TextField
        label="Name"
        value={name}
        onValueChange={setName}
        placeholder="Leave empty for a random one"
        error={nameError}
        maxLength={120}
      />
      <ModelChoice serverId={serverId} value={model} onValueChange={setModel} />
      <SelectField
        label="Embedding model"
        hint="For archival memory. Without one, archival search goes by words."
        value={embedding}
        onValueChange={setEmbedding}
        placeholder="None"
        options={(embeddings.data ?? []).map((each) => ({
          value: each.handle ?? '',
          label: each.handle ?? each.embedding_model,
        }))}
      />
      <TextArea
        label="Persona"
        hint="Who the agent is. It can change this itself."
        value={persona}
        onValueChange={setPersona}
        rows={3}
        autoGrow
      />
    </FormDialog>
  );
}
