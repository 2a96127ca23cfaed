'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronsUpDown, Cpu } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { controlStyles } from '#components/ui/control-styles.ts';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { cn } from '#lib/cn.ts';
import { formatTokens } from '#lib/format.ts';
import { compareSaved, readSetting, type SaveOutcome } from '#lib/letta/agent-settings.ts';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Model, modelHandle, modelsQuery } from '#lib/letta/models.ts';
import { modelSettingFields, RESPONSE_FORMAT_FIELD } from '#lib/letta/setting-fields.ts';
import { SaveResult } from './save-result.tsx';
import { SettingsForm } from './settings-form.tsx';

const ModelPickerDialog = lazyComponent(() =>
  import('./model-picker-dialog.tsx').then((module) => module.ModelPickerDialog),
);

/** The agent's model. A choice is saved at once. `addModel` is where a person finds out how to get more of them. */
export function ModelSection({ addModel }: { addModel: ReactNode }) {
  const query = useQuery(agentQuery(useAgentRef()));
  return (
    <Section id="configuration.model" title="Model" icon={<Cpu />}>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={2} />}>
        {(agent) => (
          <div className="flex flex-col gap-2">
            <ModelChoice agent={agent} />
            {addModel}
          </div>
        )}
      </QueryView>
    </Section>
  );
}

/** How the model is asked. */
export function ModelSettingsSection() {
  const ref = useAgentRef();
  const query = useQuery(agentQuery(ref));
  const models = useQuery(modelsQuery(ref.serverId));
  return (
    <Section id="configuration.model-settings" title="Model settings" icon={<Cpu />} defaultOpen={false}>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={8} />}>
        {(agent) => (
          <SettingsForm
            name="model"
            label="Model settings"
            agent={agent}
            fields={[...fieldsOf(agent, models.data), RESPONSE_FORMAT_FIELD]}
          />
        )}
      </QueryView>
    </Section>
  );
}

function ModelChoice({ agent }: { agent: AgentState }) {
  const ref = useAgentRef();
  const client = useQueryClient();
  const models = useQuery(modelsQuery(ref.serverId));
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null);
  const update = useMutation(updateAgentMutation(ref));
  const current = update.isPending ? (update.variables.model ?? '') : (agent.model ?? '');
  const isListed = !models.data || models.data.some((model) => modelHandle(model) === current);

  function choose(model: string) {
    setOutcome(null);
    const before = agent;
    const asked = [{ path: 'model', before: agent.model ?? null, after: model }];
    update.mutate(
      { model },
      {
        onSuccess: async () => {
          const after = await client.fetchQuery(agentQuery(ref));
          setOutcome(compareSaved(before, after, { fields: fieldsOf(after, models.data), asked }));
        },
      },
    );
  }

  return (
    <>
      <button
        type="button"
        aria-label={`Model: ${current || 'none'}`}
        aria-haspopup="dialog"
        aria-busy={update.isPending || undefined}
        disabled={update.isPending}
        className={cn(controlStyles, 'flex h-8 items-center justify-between gap-2 pr-2 pl-2.5 text-left')}
        onClick={() => setOpen(true)}
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-mono text-sm">{current || 'Choose a model'}</span>
          {isListed ? null : (
            <Badge tone="warning" title="The server does not list it: turns will probably fail">
              not listed
            </Badge>
          )}
        </span>
        <ChevronsUpDown className="size-3.5 shrink-0 text-faint" />
      </button>
      <p className="text-faint text-sm">{hintFor(current, agent.llm_config?.context_window)}</p>
      {models.error ? (
        <p role="alert" className="text-danger text-sm">
          The models could not be listed: {describeFailure(models.error).message}
        </p>
      ) : null}
      {update.error ? <ErrorNote {...describeFailure(update.error)} /> : null}
      {outcome ? <SaveResult outcome={outcome} /> : null}
      {isOpen ? <ModelPickerDialog current={current} onChoose={choose} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function fieldsOf(agent: AgentState, models: Model[] | undefined) {
  const provider = readSetting(agent, 'model_settings.provider_type');
  const model = models?.find((each) => modelHandle(each) === agent.model);
  return modelSettingFields(typeof provider === 'string' ? provider : '', model?.max_context_window ?? null);
}

function hintFor(model: string, window: number | undefined): string {
  const size = window ? `Context window ${formatTokens(window)} tokens.` : 'Context window not reported.';
  return model.startsWith('demo/') ? `${size} The demo model follows fixed rules, offline.` : size;
}
