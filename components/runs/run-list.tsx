'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatDuration } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Run, type RunFilter, runDuration, runsQuery } from '#lib/letta/runs.ts';
import { STOP_REASONS, stopReasonWords } from '#lib/runs/stop-reason-words.ts';
import { RunStatus } from './run-status.tsx';

const STATUSES = ['created', 'running', 'completed', 'failed', 'cancelled'];
export const ANY_RUN: RunFilter = { status: null, stopReason: null, isBackground: null, conversationId: null };

interface RunListProps {
  filter: RunFilter;
  onFilterChange: (filter: RunFilter) => void;
  /** The run just left, which has the focus again. */
  focusedRunId: string | null;
  onOpen: (runId: string) => void;
}

/** The agent's runs, the newest first. */
export function RunList({ filter, onFilterChange, focusedRunId, onOpen }: RunListProps) {
  const ref = useAgentRef();
  const list = useInfiniteQuery(runsQuery(ref, filter));
  const runs = list.data?.pages.flat();
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(ANY_RUN);
  return (
    <>
      <Filters filter={filter} onChange={onFilterChange} />
      <QueryView
        query={{ ...list, data: runs }}
        describeError={describeFailure}
        errorClassName="m-3"
        skeleton={<Skeleton lines={6} />}
        empty={
          <EmptyState
            icon={<Activity />}
            title={isFiltered ? 'No run is like that' : 'No runs yet'}
            text={isFiltered ? 'Choose other filters.' : 'Every message begins a run. Send one in the chat.'}
          />
        }
      >
        {(found) => (
          <ul aria-label="Runs" onKeyDown={moveFocus} className="divide-y divide-border">
            {found.map((run) => (
              <RunRow key={run.id} run={run} isFocused={run.id === focusedRunId} onOpen={onOpen} />
            ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={list} className="m-3">
        Show older runs
      </MoreButton>
    </>
  );
}

interface RunRowProps {
  run: Run;
  isFocused: boolean;
  onOpen: (runId: string) => void;
}

function RunRow({ run, isFocused, onOpen }: RunRowProps) {
  const duration = runDuration(run);
  return (
    <li>
      <button
        type="button"
        data-row
        // biome-ignore lint/a11y/noAutofocus: coming back to the list, the keyboard goes on where it left
        autoFocus={isFocused}
        onClick={() => onOpen(run.id)}
        className="focus-inset flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left hover:bg-hover"
      >
        <RunStatus status={run.status} />
        <span className="min-w-0 flex-1 truncate">{stopReasonWords(run.stop_reason ?? null)}</span>
        {run.conversation_id ? <Badge>conversation</Badge> : null}
        {run.background ? <Badge>background</Badge> : null}
        <span className="tabular text-muted text-sm">
          {duration === null ? 'duration not reported' : formatDuration(duration)}
        </span>
        {run.created_at ? <RelativeTime date={run.created_at} className="text-muted text-sm" /> : null}
      </button>
    </li>
  );
}

function Filters({ filter, onChange }: { filter: RunFilter; onChange: (filter: RunFilter) => void }) {
  return (
    <div className="flex flex-wrap gap-2 border-border border-b bg-surface px-3 py-2">
      <SelectField
        label="Status"
        labelHidden
        className="w-36"
        value={filter.status ?? ''}
        placeholder="Any status"
        onValueChange={(status) => onChange({ ...filter, status: status || null })}
        options={STATUSES.map((value) => ({ value, label: value }))}
      />
      <SelectField
        label="Stop reason"
        labelHidden
        className="w-44"
        value={filter.stopReason ?? ''}
        placeholder="Any stop reason"
        onValueChange={(stopReason) => onChange({ ...filter, stopReason: stopReason || null })}
        options={STOP_REASONS.map((value) => ({ value, label: value }))}
      />
      <SelectField
        label="Kind"
        labelHidden
        className="w-40"
        value={filter.isBackground === null ? '' : String(filter.isBackground)}
        placeholder="Any kind"
        onValueChange={(kind) => onChange({ ...filter, isBackground: kind === '' ? null : kind === 'true' })}
        options={[
          { value: 'true', label: 'In the background' },
          { value: 'false', label: 'In the foreground' },
        ]}
      />
    </div>
  );
}
