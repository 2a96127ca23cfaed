'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { IfOffered } from '#components/session/if-offered.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { ModelRequestView, TraceParts } from '#components/ui/model-request-view.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Step, type StepTrace, stepTraceQuery } from '#lib/letta/steps.ts';
import { readModelAnswer, readModelRequest } from '#lib/trace/read-model-call.ts';
import { Facts } from './facts.tsx';
import { NoTrace } from './no-trace.tsx';
import { reported, reportedCount } from './reported.ts';

/** The request to the provider, in the parts all providers have. */
export function StepRequest({ step }: { step: Step }) {
  return (
    <WithTrace step={step}>{(trace) => <ModelRequestView request={readModelRequest(trace.request_json)} />}</WithTrace>
  );
}

/** The provider's answer. */
export function StepResponse({ step }: { step: Step }) {
  return (
    <WithTrace step={step}>
      {(trace) => {
        const { parts, finishReason, usage, error } = readModelAnswer(trace.response_json);
        return (
          <div className="flex flex-col gap-3">
            {error ? <ErrorNote title="The provider failed" message={error} /> : null}
            <Facts
              facts={[
                ['Ended', reported(finishReason)],
                ['Tokens in', reportedCount(usage?.input)],
                ['of these from the cache', reportedCount(usage?.cached)],
                ['Tokens out', reportedCount(usage?.output)],
                ['of these for reasoning', reportedCount(usage?.reasoning)],
              ]}
            />
            <TraceParts parts={parts} />
          </div>
        );
      }}
    </WithTrace>
  );
}

/** Both as they went over the wire. */
export function StepRaw({ step }: { step: Step }) {
  return (
    <WithTrace step={step}>
      {(trace) => (
        <div className="flex flex-col gap-3">
          {(['request_json', 'response_json'] as const).map((field) => (
            <section key={field}>
              <h3 className="mb-1 font-medium text-sm">{field === 'request_json' ? 'Request' : 'Response'}</h3>
              <LongText text={JSON.stringify(trace[field], null, 2)} name={`${field} of ${step.id}`} />
            </section>
          ))}
        </div>
      )}
    </WithTrace>
  );
}

interface WithTraceProps {
  step: Step;
  children: (trace: StepTrace) => ReactNode;
}

function WithTrace(props: WithTraceProps) {
  return (
    <IfOffered serverId={useAgentRef().serverId} needs="trace">
      <KeptTrace {...props} />
    </IfOffered>
  );
}

function KeptTrace({ step, children }: WithTraceProps) {
  const { serverId } = useAgentRef();
  const trace = useQuery(stepTraceQuery(serverId, step.id));
  return (
    <QueryView query={trace} describeError={describeFailure} skeleton={<Skeleton lines={8} />}>
      {(found) => (found ? children(found) : <NoTrace />)}
    </QueryView>
  );
}
