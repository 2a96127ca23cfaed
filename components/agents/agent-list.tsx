'use client';

import { type Query, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Bot, Plus, Search, Upload } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatNumber } from '#lib/format.ts';
import { agentCountQuery, agentsQuery, agentTagsQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { AgentFilterBar } from './agent-filter.tsx';
import { AgentRows } from './agent-rows.tsx';
import { StarterCards } from './starter-cards.tsx';
import { isFiltering, NO_FILTER, toAgentFilter, useAgentFilter } from './use-agent-filter.ts';
import { useSelection } from './use-selection.ts';

const CreateAgentDialog = lazyComponent(() =>
  import('./create-agent-dialog.tsx').then((module) => module.CreateAgentDialog),
);

const ImportAgentDialog = lazyComponent(() =>
  import('./import-agent-dialog.tsx').then((module) => module.ImportAgentDialog),
);

/** A server's agents: search, filters, order, create, and what can be done with them; with none, the starters. */
export function AgentList({ serverId }: { serverId: string }) {
  const [filter, setFilter] = useAgentFilter();
  const [isCreating, setCreating] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const canImport = useCapability(serverId, 'agent-file');
  const search = useDeferredValue(filter.q);
  const agents = useInfiniteQuery(agentsQuery(serverId, toAgentFilter(filter, search)));
  // A browser has six requests at once on their way: the rows go first.
  const enabled = ({ state }: Pick<Query, 'state'>) => agents.isFetched || state.data !== undefined;
  const count = useQuery({ ...agentCountQuery(serverId, { withHidden: filter.hidden }), enabled });
  const countOfAll = useQuery({ ...agentCountQuery(serverId, { withHidden: true }), enabled });
  const tags = useQuery({ ...agentTagsQuery(serverId), enabled });
  const query = { ...agents, data: agents.data?.pages.flat() };
  const selection = useSelection(query.data?.map(({ id }) => id));

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
          <Button icon={<Upload />} disabledReason={canImport.offReason} onClick={() => setImporting(true)}>
            Import
          </Button>
          <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
            New agent
          </Button>
        </div>
      </div>
      {countOfAll.data === 0 ? null : (
        <AgentFilterBar
          serverId={serverId}
          filter={filter}
          knownTags={tags.data ?? []}
          onChange={(change) => void setFilter(change)}
        />
      )}
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<ListSkeleton />}
        empty={
          isFiltering(filter) ? (
            <NothingFound onClear={() => void setFilter(NO_FILTER)} />
          ) : (
            <NoAgents serverId={serverId} />
          )
        }
      >
        {(rows) => (
          <div className="flex flex-col gap-3">
            <AgentRows
              serverId={serverId}
              agents={rows}
              selection={selection}
              onTag={(tag) => void setFilter({ tag: [...new Set([...filter.tag, tag])] })}
            />
            <MoreButton query={agents} size="md" className="self-center">
              Show more
            </MoreButton>
          </div>
        )}
      </QueryView>
      {isCreating ? <CreateAgentDialog serverId={serverId} onClose={() => setCreating(false)} /> : null}
      {isImporting ? <ImportAgentDialog serverId={serverId} onClose={() => setImporting(false)} /> : null}
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
