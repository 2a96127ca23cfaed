'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { Tabs } from '#components/ui/tabs.tsx';
import { RunDetail } from './run-detail.tsx';
import { ANY_RUN, RunList } from './run-list.tsx';
import { StepList } from './step-list.tsx';

const LISTS = ['runs', 'steps'] as const;

/** What the agent did: its runs, and one of them with its steps; or the steps of all runs. */
export function RunsPanel() {
  const [list, setList] = useQueryState('runs', parseAsStringLiteral(LISTS).withDefault('runs'));
  const [runId, setRun] = useQueryState('run', { history: 'push' });
  const [filter, setFilter] = useState(ANY_RUN);
  const [leftRunId, setLeft] = useState<string | null>(null);
  const runs = (
    <RunList filter={filter} onFilterChange={setFilter} focusedRunId={leftRunId} onOpen={(id) => void setRun(id)} />
  );
  return (
    <div className="h-full overflow-y-auto">
      {runId === null ? (
        <Tabs
          look="segmented"
          label="Runs or steps"
          listClassName="mx-3 mt-2"
          value={list}
          onValueChange={(id) => void setList(id)}
          tabs={[
            { id: 'runs', label: 'Runs', content: runs },
            { id: 'steps', label: 'Steps', content: <StepList onShowRuns={() => void setList('runs')} /> },
          ]}
        />
      ) : (
        <RunDetail
          key={runId}
          runId={runId}
          onBack={() => {
            setLeft(runId);
            void setRun(null);
          }}
        />
      )}
    </div>
  );
}
