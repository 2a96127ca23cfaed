'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { IfOffered } from '#components/session/if-offered.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { RequestComparison } from '#components/ui/request-comparison.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { comparableStepsQuery, type Step, stepTraceQuery } from '#lib/letta/steps.ts';
import { readModelAnswer, readModelRequest } from '#lib/trace/read-model-call.ts';
import { NoTrace } from './no-trace.tsx';

/** What this step asked the model that another one did not, and why the provider's cache was used as far as it was. */
export function StepCompare({ step }: { step: Step }) {
  return (
    <IfOffered serverId={useAgentRef().serverId} needs="trace">
      <CompareWith step={step} />
    </IfOffered>
  );
}

function CompareWith({ step }: { step: Step }) {
  const ref = useAgentRef();
  const steps = useQuery(comparableStepsQuery(ref, step.run_id ?? null));
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <QueryView query={steps} describeError={describeFailure} skeleton={<Skeleton lines={4} />}>
      {({ steps: found, hiddenPreviews }) => {
        const others = found.filter((each) => each.id !== step.id);
        const before = found[found.findIndex((each) => each.id === step.id) + 1] ?? others[0];
        const otherId = chosen ?? before?.id ?? null;
        return (
          <div className="flex flex-col gap-4">
            <SelectField
              label="Compare with"
              value={otherId ?? ''}
              onValueChange={setChosen}
              options={others.map((each, index) => ({ value: each.id, label: describeStep(each, index) }))}
              hint={
                hiddenPreviews > 0 ? `${hiddenPreviews} steps that previews left behind are not listed.` : undefined
              }
            />
            {otherId ? <Comparison step={step} otherId={otherId} /> : <p>There is no other step yet.</p>}
          </div>
        );
      }}
    </QueryView>
  );
}

function Comparison({ step, otherId }: { step: Step; otherId: string }) {
  const { serverId } = useAgentRef();
  const mine = useQuery(stepTraceQuery(serverId, step.id));
  const other = useQuery(stepTraceQuery(serverId, otherId));
  if (mine.isPending || other.isPending) return <Skeleton lines={6} />;
  if (!mine.data || !other.data) return <NoTrace />;
  const [before, after] = [readModelRequest(other.data.request_json), readModelRequest(mine.data.request_json)];
  const cached = readModelAnswer(mine.data.response_json).usage?.cached ?? null;
  return <RequestComparison before={before} after={after} cached={cached} />;
}

function describeStep(step: Step, index: number): string {
  const tokens = step.prompt_tokens ? `, ${step.prompt_tokens} tokens in` : '';
  return `${index + 1} back: ${step.model ?? 'unknown model'}${tokens} (${step.id.slice(5, 13)})`;
}
