'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Footprints, ServerOff } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { IfOffered } from '#components/session/if-offered.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { runStartsQuery } from '#lib/letta/runs.ts';
import { cannotListSteps, type StepFilter, stepsQuery } from '#lib/letta/steps.ts';
import { StepFilters } from './step-filters.tsx';
import { StepRow } from './step-row.tsx';

const ANY_STEP: StepFilter = { model: null, feedback: null, tags: [], traceIds: [], from: null, to: null };

/** The steps of all runs of the agent, the newest first. */
export function StepList({ onShowRuns }: { onShowRuns: () => void }) {
  return (
    <IfOffered serverId={useAgentRef().serverId} needs="steps">
      <Steps onShowRuns={onShowRuns} />
    </IfOffered>
  );
}

function Steps({ onShowRuns }: { onShowRuns: () => void }) {
  const ref = useAgentRef();
  const [, setStep] = useQueryState('step', { history: 'push' });
  const [filter, setFilter] = useState(ANY_STEP);
  const list = useInfiniteQuery(stepsQuery(ref, filter));
  const unfiltered = useInfiniteQuery(stepsQuery(ref, ANY_STEP));
  const steps = list.data?.pages.flat();
  const runIds = [...new Set(steps?.flatMap((step) => step.run_id ?? []))];
  const starts = useQuery({ ...runStartsQuery(ref, runIds), enabled: runIds.length > 0 }).data ?? {};
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(ANY_STEP);
  if (cannotListSteps(list.error)) return <NoStepList onShowRuns={onShowRuns} />;
  return (
    <>
      <StepFilters
        filter={filter}
        onChange={setFilter}
        models={[...new Set(unfiltered.data?.pages.flat().flatMap((step) => step.model ?? []))]}
      />
      <QueryView
        query={{ ...list, data: steps }}
        describeError={describeFailure}
        errorClassName="m-3"
        skeleton={<Skeleton lines={6} />}
        empty={
          <EmptyState
            icon={<Footprints />}
            title={isFiltered ? 'No step is like that' : 'No steps yet'}
            text={
              isFiltered ? 'Choose other filters.' : 'Each call of the model is a step. Send a message in the chat.'
            }
          />
        }
      >
        {(found) => (
          <ul aria-label="Steps of all runs" onKeyDown={moveFocus} className="divide-y divide-border">
            {found.map((step) => (
              <StepRow
                key={step.id}
                step={step}
                began={starts[step.run_id ?? ''] ?? null}
                onOpen={(id) => void setStep(id)}
              />
            ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={list} className="m-3">
        Show older steps
      </MoreButton>
    </>
  );
}

function NoStepList({ onShowRuns }: { onShowRuns: () => void }) {
  return (
    <EmptyState
      icon={<ServerOff />}
      title="This server cannot list steps over all runs"
      text="It is a fault of Letta 0.16.8. Open a run: its steps are there."
      action={<Button onClick={onShowRuns}>Back to the runs</Button>}
    />
  );
}
