'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { type Step, stepMetricsQuery } from '#lib/letta/steps.ts';
import { stopReasonWords } from '#lib/runs/stop-reason-words.ts';
import { Facts } from './facts.tsx';
import { reported, reportedCount, reportedDuration } from './reported.ts';
import { RunStatus } from './run-status.tsx';

/** What the server says of a step: its model, tokens, times, its error. */
export function StepOverview({ step }: { step: Step }) {
  const { serverId } = useAgentRef();
  const metrics = useQuery(stepMetricsQuery(serverId, step.id)).data;
  return (
    <div className="flex flex-col gap-3">
      {step.error_type ? <ErrorNote title={step.error_type} message={errorWords(step)} /> : null}
      <Facts
        facts={[
          ['Status', <RunStatus key="status" status={step.status} />],
          ['Ended', stopReasonWords(step.stop_reason ?? null)],
          ['Model', reported(step.model)],
          ['Provider', reported(step.provider_name)],
          ['Endpoint', reported(step.model_endpoint)],
          ['Context window', reportedCount(step.context_window_limit)],
          ['Tokens in', reportedCount(step.prompt_tokens)],
          ['of these from the cache', reportedCount(step.cached_input_tokens)],
          ['Tokens out', reportedCount(step.completion_tokens)],
          ['Model time', reportedDuration(metrics?.llm_request_ns)],
          ['Tool time', reportedDuration(metrics?.tool_execution_ns)],
          ['Whole step', reportedDuration(metrics?.step_ns)],
        ]}
      />
      <p className="flex items-center gap-1 text-muted text-sm">
        Run <span className="wrap-anywhere font-mono">{step.run_id ?? 'not reported'}</span>
        {step.run_id ? <CopyButton text={step.run_id} label="Copy run id" /> : null}
      </p>
    </div>
  );
}

function errorWords(step: Step): string {
  const message = step.error_data?.['message'];
  return typeof message === 'string' ? message : JSON.stringify(step.error_data ?? 'The server does not say more.');
}
