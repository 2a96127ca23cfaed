'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Bot, Plus, Search, Upload } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatNumber } from '#lib/format.ts';
import { type AgentState, agentCountQuery, agentsQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { AgentFilterBar, useAgentFilter } from './agent-filter.tsx';
import { AgentRow } from './agent-row.tsx';
import { DeleteAgentDialog } from './delete-agent-dialog.tsx';
import { StarterCards } from './starter-cards.tsx';

const CreateAgentDialog = lazyComponent(() =>
  import('./create-agent-dialog.tsx').then((module) => module.CreateAgentDialog),
);

const ImportAgentDialog = lazyComponent(() =>
  import('./import-agent-dialog.tsx').then((module) => module.ImportAgentDialog),
);
const DuplicateAgentDialog = lazyComponent(() =>
  import('./duplicate-agent-dialog.tsx').then((module) => module.DuplicateAgentDialog),
);
const ExportAgentDialog = lazyComponent(() =>
  import('./export-agent-dialog.tsx').then((module) => module.ExportAgentDialog),
);

/** A server's agents: search, filters, order, create, copy, delete; with none, the starters. */
export function AgentList({ serverId }: { serverId: string }) {
  const [filter, setFilter] = useAgentFilter();
  const [isCreating, setCreating] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const [exporting, setExporting] = useState<AgentState | null>(null);
  const [duplicating, setDuplicating] = useState<AgentState | null>(null);
  const [deleting, setDeleting] = useState<AgentState | null>(null);
  const search = useDeferredValue(filter.q);
  const agents = useInfiniteQuery(
    agentsQuery(serverId, {
      text: search,
      tags: filter.tag,
      anyTag: filter.any,
      sort: filter.sort,
      lastStop: filter.stop,
    }),
  );
  const count = useQuery(agentCountQuery(serverId));
  const isFiltered = filter.q !== '' || filter.tag.length > 0 || filter.stop !== null;
  const query = { ...agents, data: agents.data?.pages.flat() };

  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="font-semibold text-xl">
          Agents{' '}
          {count.data === undefined ? null : (
            <span className="tabular font-normal text-faint text-lg">{formatNumber(count.data)}</span>
          )}
        </h1>
        <SearchField
          label="Search agents by name"
          placeholder="Search by name"
          value={filter.q}
          onValueChange={(q) => void setFilter({ q: q || null })}
          className="order-last w-full sm:order-none sm:ml-auto sm:w-56"
        />
        <div className="ml-auto flex gap-2 sm:ml-0">
          <Button icon={<Upload />} onClick={() => setImporting(true)}>
            Import
          </Button>
          <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
            New agent
          </Button>
        </div>
      </div>
      {count.data === 0 ? null : (
        <AgentFilterBar serverId={serverId} filter={filter} onChange={(change) => void setFilter(change)} />
      )}
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<ListSkeleton />}
        empty={
          isFiltered ? (
            <NothingFound onClear={() => void setFilter({ q: null, tag: null, stop: null })} />
          ) : (
            <NoAgents serverId={serverId} />
          )
        }
      >
        {(rows) => (
          <div className="flex flex-col gap-3">
            <ul
              aria-label="Agents"
              className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-surface"
            >
              {rows.map((agent) => (
                <AgentRow
                  key={agent.id}
                  serverId={serverId}
                  agent={agent}
                  onDelete={() => setDeleting(agent)}
                  onDuplicate={() => setDuplicating(agent)}
                  onExport={() => setExporting(agent)}
                  onTag={(tag) => void setFilter({ tag: [...new Set([...filter.tag, tag])] })}
                />
              ))}
            </ul>
            {agents.hasNextPage ? (
              <Button
                className="self-center"
                busy={agents.isFetchingNextPage}
                onClick={() => void agents.fetchNextPage()}
              >
                Show more
              </Button>
            ) : null}
          </div>
        )}
      </QueryView>
      {isCreating ? <CreateAgentDialog serverId={serverId} onClose={() => setCreating(false)} /> : null}
      {isImporting ? <ImportAgentDialog serverId={serverId} onClose={() => setImporting(false)} /> : null}
      {duplicating ? (
        <DuplicateAgentDialog
          agentRef={{ serverId, agentId: duplicating.id }}
          name={duplicating.name}
          onClose={() => setDuplicating(null)}
        />
      ) : null}
      {exporting ? (
        <ExportAgentDialog
          agentRef={{ serverId, agentId: exporting.id }}
          name={exporting.name}
          onClose={() => setExporting(null)}
        />
      ) : null}
      {deleting ? <DeleteAgentDialog serverId={serverId} agent={deleting} onClose={() => setDeleting(null)} /> : null}
    </div>
  );
}

function NoAgents({ serverId }: { serverId: string }) {
  return (
    <div className="flex flex-col gap-4">
      <EmptyState
        icon={<Bot />}
        title="No agents on this server yet"
        text="Start with one of these and see its memory change while you talk, or make your own with “New agent”."
        className="pb-2"
      />
      <StarterCards serverId={serverId} />
    </div>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<Search />}
      title="No agent matches"
      text="Look for another name, other tags or another last turn."
      action={<Button onClick={onClear}>Clear the search</Button>}
    />
  );
}

function ListSkeleton() {
  return (
    <div className="flex flex-col gap-2" role="status" aria-label="Loading agents">
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-16 w-full" />
      ))}
    </div>
  );
}
