'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ArrowLeft, Square, Trash2 } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { type KeyboardEvent, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatDuration } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { cancelRun } from '#lib/letta/messages.ts';
import {
  deleteRunMutation,
  describeRunError,
  isOver,
  type Run,
  runDuration,
  runMessagesQuery,
  runQuery,
  runStepsQuery,
  runUsageQuery,
} from '#lib/letta/runs.ts';
import { stopReasonWords } from '#lib/runs/stop-reason-words.ts';
import { Facts } from './facts.tsx';
import { MessageRecords } from './message-records.tsx';
import { reportedCount, reportedDuration } from './reported.ts';
import { RunSpans } from './run-spans.tsx';
import { RunStatus } from './run-status.tsx';
import { Waterfall } from './waterfall.tsx';

interface RunDetailProps {
  runId: string;
  onBack: () => void;
}

/** One run: how it ended, what it cost, and its steps along the time. Esc goes back. */
export function RunDetail({ runId, onBack }: RunDetailProps) {
  const ref = useAgentRef();
  const run = useQuery(runQuery(ref, runId));
  const steps = useQuery(runStepsQuery(ref, runId));
  const [, setStep] = useQueryState('step', { history: 'push' });

  function handleKeyDown(event: KeyboardEvent) {
    // A dialog on top of it takes its own Escape.
    if (event.key === 'Escape' && !event.defaultPrevented) onBack();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key belongs to whatever inside has the focus
    <div ref={takeFocus} tabIndex={-1} onKeyDown={handleKeyDown} className="flex flex-col gap-4 p-3 outline-none">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" icon={<ArrowLeft />} onClick={onBack}>
          All runs
        </Button>
        <span className="wrap-anywhere min-w-0 flex-1 font-mono text-muted text-sm">{runId}</span>
        <CopyButton text={runId} label="Copy run id" />
        <CodeButton
          title="Read this run"
          call={() => ({ method: 'GET', path: `/v1/runs/${runId}`, sdk: { method: 'runs.retrieve', args: [runId] } })}
        />
      </div>
      <QueryView query={run} describeError={describeFailure} skeleton={<Skeleton lines={4} />}>
        {(found) => <RunFacts run={found} onDeleted={onBack} />}
      </QueryView>
      {run.data ? (
        <>
          <RunSpans runId={runId} />
          <section>
            <h3 className="mb-1.5 font-medium text-sm">Steps</h3>
            <QueryView
              query={steps}
              describeError={describeFailure}
              skeleton={<Skeleton lines={3} />}
              empty={<p className="text-faint">The run has no steps.</p>}
            >
              {(found) => <Waterfall steps={found} onOpen={(id) => void setStep(id)} />}
            </QueryView>
          </section>
          <RunMessages runId={runId} />
        </>
      ) : null}
    </div>
  );
}

// The row that opened it is gone, and the focus with it: without this no key would work.
function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

function RunMessages({ runId }: { runId: string }) {
  const [isOpen, setOpen] = useState(false);
  const messages = useQuery({ ...runMessagesQuery(useAgentRef(), runId), enabled: isOpen });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="mb-1.5 font-medium text-sm">Messages</summary>
      <QueryView
        query={messages}
        describeError={describeFailure}
        skeleton={<Skeleton lines={3} />}
        empty={<p className="text-faint">The server keeps no messages of this run.</p>}
      >
        {(found) => <MessageRecords messages={found} />}
      </QueryView>
    </details>
  );
}

function RunFacts({ run, onDeleted }: { run: Run; onDeleted: () => void }) {
  const ref = useAgentRef();
  const usage = useQuery(runUsageQuery(ref, run.id)).data;
  const duration = runDuration(run);
  const failure = describeRunError(run);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <RunStatus status={run.status} />
        <span className="min-w-0 flex-1">{stopReasonWords(run.stop_reason ?? null)}</span>
        <RunActions run={run} onDeleted={onDeleted} />
      </div>
      {failure ? <ErrorNote {...failure} /> : null}
      <Facts
        facts={[
          ['Began', run.created_at ? <RelativeTime key="began" date={run.created_at} /> : 'not reported'],
          ['Duration', duration === null ? 'not reported' : formatDuration(duration)],
          ['To the first token', reportedDuration(run.ttft_ns)],
          ['Tokens in', reportedCount(usage?.prompt_tokens)],
          ['of these from the cache', reportedCount(usage?.prompt_tokens_details?.cached_tokens)],
          ['Tokens out', reportedCount(usage?.completion_tokens)],
          ['of these for reasoning', reportedCount(usage?.completion_tokens_details?.reasoning_tokens)],
          ['Kind', run.background ? 'background' : 'foreground'],
          ['Conversation', run.conversation_id ?? 'default'],
        ]}
      />
    </div>
  );
}

function RunActions({ run, onDeleted }: { run: Run; onDeleted: () => void }) {
  const ref = useAgentRef();
  const [isAsking, setAsking] = useState(false);
  const stop = useMutation({ mutationFn: () => cancelRun(ref, run.id) });
  const remove = useMutation(deleteRunMutation(ref));
  return (
    <>
      {stop.error ? (
        <span role="alert" className="text-danger text-sm">
          Could not stop: {describeFailure(stop.error).message}
        </span>
      ) : null}
      {isOver(run) ? (
        <Button size="sm" icon={<Trash2 />} onClick={() => setAsking(true)}>
          Delete run
        </Button>
      ) : (
        <Button size="sm" icon={<Square />} busy={stop.isPending} onClick={() => stop.mutate()}>
          Stop run
        </Button>
      )}
      {isAsking ? (
        <ConfirmDialog
          title="Delete this run?"
          description="Its record, steps and traces are deleted. The messages stay in the history."
          confirmLabel="Delete run"
          describeError={describeFailure}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await remove.mutateAsync(run.id);
            onDeleted();
          }}
        />
      ) : null}
    </>
  );
}
