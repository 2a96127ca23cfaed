'use client';

import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { RunDetail } from './run-detail.tsx';
import { ANY_RUN, RunList } from './run-list.tsx';

/** What the agent did: its runs, and one of them with its steps. */
export function RunsPanel() {
  const [runId, setRun] = useQueryState('run', { history: 'push' });
  const [filter, setFilter] = useState(ANY_RUN);
  const [leftRunId, setLeft] = useState<string | null>(null);
  return (
    <div className="h-full overflow-y-auto">
      {runId === null ? (
        <RunList filter={filter} onFilterChange={setFilter} focusedRunId={leftRunId} onOpen={(id) => void setRun(id)} />
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
