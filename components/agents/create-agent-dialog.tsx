'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type EnvVar, toEnv } from '#components/session/env-vars.tsx';
import { useAdvancedFields } from '#components/session/use-advanced-fields.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { createAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { embeddingModelsQuery, modelHandle, modelsQuery } from '#lib/letta/models.ts';
import { newAgentProblems, toAgentParams } from '#lib/letta/new-agent.ts';
import { COMPACTION_FIELDS, modelSettingFields, RESPONSE_FORMAT_FIELD } from '#lib/letta/setting-fields.ts';
import { routes } from '#lib/routes.ts';
import { makeStarterTools } from './create-starter.ts';
import { NewAgentBasics } from './new-agent-basics.tsx';
import { NewAgentSections } from './new-agent-sections.tsx';
import { useNewAgent } from './use-new-agent.ts';

/** An agent with everything it can be made of. What is entered stays until it is made, or started over. */
export function CreateAgentDialog({ serverId, onClose }: { serverId: string; onClose: () => void }) {
  const router = useRouter();
  const models = useQuery(modelsQuery(serverId));
  const embeddings = useQuery(embeddingModelsQuery(serverId));
  const create = useMutation(createAgentMutation(serverId));
  const draft = useNewAgent(serverId);
  const [secrets, setSecrets] = useState<EnvVar[]>([]);
  const only = models.data?.length === 1 && models.data[0] ? modelHandle(models.data[0]) : '';
  const form = { ...draft.form, model: draft.form.model || only };
  const model = models.data?.find((each) => modelHandle(each) === form.model);
  const provider = model?.provider_type ?? '';
  const groups = {
    model: [...modelSettingFields(provider, model?.max_context_window ?? null), RESPONSE_FORMAT_FIELD],
    compaction: COMPACTION_FIELDS,
    advanced: useAdvancedFields(serverId),
  };
  const fields = Object.values(groups).flat();
  const problems = newAgentProblems(form, fields);
  const firstEmbedding = embeddings.data?.[0]?.handle ?? '';
  const paramsWith = (values: Record<string, string>) =>
    toAgentParams(form, { fields, providerType: provider, firstEmbedding, secrets: values });

  async function submit() {
    const params = paramsWith(toEnv(secrets));
    const made = draft.starter ? await makeStarterTools(serverId, draft.starter) : [];
    const tools = [...(params.tool_ids ?? []), ...made];
    const agent = await create.mutateAsync({ ...params, ...(tools.length > 0 ? { tool_ids: tools } : {}) });
    draft.drop();
    router.push(routes.agent(serverId, agent.id));
  }

  const part = { serverId, form, problems, change: draft.change };
  return (
    <FormDialog
      size="lg"
      title="New agent"
      description="A name and a model are enough. What you leave alone, the server chooses."
      submitLabel="Create agent"
      disabledReason={problems.values().next().value}
      onSubmit={submit}
      onClose={onClose}
      describeError={describeFailure}
      extraAction={
        <span className="mr-auto flex gap-2">
          <CodeButton
            title="Make this agent"
            call={() => ({
              method: 'POST',
              path: '/v1/agents/',
              body: problems.size > 0 ? {} : paramsWith(Object.fromEntries(secrets.map(({ name }) => [name, '…']))),
              sdk: { method: 'agents.create', args: [] },
            })}
          />
          {draft.isTouched ? (
            <Button
              onClick={() => {
                setSecrets([]);
                draft.drop();
              }}
            >
              Start over
            </Button>
          ) : null}
        </span>
      }
    >
      <NewAgentBasics {...part} draft={draft} firstEmbedding={firstEmbedding} />
      <NewAgentSections {...part} starter={draft.starter} groups={groups} secrets={secrets} onSecrets={setSecrets} />
    </FormDialog>
  );
}
