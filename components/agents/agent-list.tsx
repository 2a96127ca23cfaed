'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Bot, Plus, Search, Upload } from 'lucide-react';
import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
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
import { AgentRow } from './agent-row.tsx';
import { DeleteAgentDialog } from './delete-agent-dialog.tsx';
import { StarterCards } from './starter-cards.tsx';

const CreateAgentDialog = lazyComponent(() =>
  import('./create-agent-dialog.tsx').then((module) => module.CreateAgentDialog),
);

const ImportAgentDialog = lazyComponent(() =>
  import('./import-agent-dialog.tsx').then((module) => module.ImportAgentDialog),
);
const ExportAgentDialog = lazyComponent(() =>
  import('./export-agent-dialog.tsx').then((module) => module.ExportAgentDialog),
);

/** A server's agents: search, tags, create, delete; with none, the starters. */
export function AgentList({ serverId }: { serverId: string }) {
  const [filter, setFilter] = useQueryStates({
    q: parseAsString.withDefault(''),
    tag: parseAsArrayOf(parseAsString).withDefault([]),
  });
  const [isCreating, setCreating] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const [exporting, setExporting] = useState<AgentState | null>(null);
  const [deleting, setDeleting] = useState<AgentState | null>(null);
  const search = useDeferredValue(filter.q);
  const agents = useInfiniteQuery(agentsQuery(serverId, { text: search, tags: filter.tag }));
  const count = useQuery(agentCountQuery(serverId));
  const isFiltered = filter.q !== '' || filter.tag.length > 0;
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
        <div className="ml-auto flex min-w-0 flex-1 justify-end gap-2 sm:flex-none">
          <SearchField
            label="Search agents by name"
            placeholder="Search by name"
            value={filter.q}
            onValueChange={(q) => void setFilter({ q: q || null })}
            className="w-full sm:w-56"
          />
          <Button icon={<Upload />} onClick={() => setImporting(true)}>
            Import
          </Button>
          <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
            New agent
          </Button>
        </div>
      </div>
      {filter.tag.length > 0 ? (
        <p className="flex items-center gap-2 text-muted">
          Tagged {filter.tag.map((tag) => `“${tag}”`).join(' and ')}
          <Button size="sm" variant="ghost" onClick={() => void setFilter({ tag: null })}>
            Clear
          </Button>
        </p>
      ) : null}
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<ListSkeleton />}
        empty={
          isFiltered ? (
            <NothingFound onClear={() => void setFilter({ q: null, tag: null })} />
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
      text="Look for another name, or for other tags."
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
