'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Cpu } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { SelectField, type SelectGroup } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatTokens } from '#lib/format.ts';
import { type AgentState, agentQuery, updateAgentMutation } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { groupModels, modelsQuery } from '#lib/letta/models.ts';

/** The agent's model. A choice is saved at once. `addModel` is where a person finds out how to get more of them. */
export function ModelSection({ addModel }: { addModel: ReactNode }) {
  const query = useQuery(agentQuery(useAgentRef()));
  return (
    <Section id="configuration.model" title="Model" icon={<Cpu />}>
      <QueryView query={query} describeError={describeFailure} skeleton={<Skeleton lines={2} />}>
        {(agent) => (
          <div className="flex flex-col gap-2">
            <ModelSelect agent={agent} />
            {addModel}
          </div>
        )}
      </QueryView>
    </Section>
  );
}

function ModelSelect({ agent }: { agent: AgentState }) {
  const ref = useAgentRef();
  const models = useQuery(modelsQuery(ref.serverId));
  const update = useMutation(updateAgentMutation(ref));
  const current = update.isPending ? (update.variables.model ?? '') : (agent.model ?? '');
  const window = agent.llm_config?.context_window;
  return (
    <>
      <SelectField
        label="Model"
        labelHidden
        value={current}
        onValueChange={(model) => update.mutate({ model })}
        options={withCurrent(groupModels(models.data ?? []), current)}
        disabled={update.isPending}
        hint={hintFor(current, window)}
        error={models.error ? `The models could not be listed: ${describeFailure(models.error).message}` : undefined}
      />
      {update.error ? <ErrorNote {...describeFailure(update.error)} /> : null}
    </>
  );
}

/** A model the server no longer lists must still be seen, as what it is. */
function withCurrent(groups: SelectGroup[], current: string): SelectGroup[] {
  const isListed = groups.some((group) => group.options.some((option) => option.value === current));
  return isListed || !current
    ? groups
    : [{ label: 'Not listed by the server', options: [{ value: current, label: current }] }, ...groups];
}

function hintFor(model: string, window: number | undefined): string {
  const size = window ? `Context window ${formatTokens(window)} tokens.` : 'Context window not reported.';
  return model.startsWith('demo/') ? `${size} The demo model follows fixed rules, offline.` : size;
}
