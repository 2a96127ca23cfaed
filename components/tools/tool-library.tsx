'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Tool, toolLibraryQuery } from '#lib/letta/tools.ts';
import { TOOL_TYPES, toolTypeLabel } from './tool-type-label.ts';

interface ToolLibraryProps {
  serverId: string;
  onOpen: (tool: Tool) => void;
  /** What can be done with a tool, at the end of its row. */
  actions: (tool: Tool) => ReactNode;
}

/** Every tool of a server, by name and kind. */
export function ToolLibrary({ serverId, onOpen, actions }: ToolLibraryProps) {
  const [search, setSearch] = useState('');
  const [type, setType] = useState('');
  const filter = { search: useDeferredValue(search).trim(), types: type === '' ? [] : [type] };
  const query = useInfiniteQuery(toolLibraryQuery(serverId, filter));
  return (
    <div className="flex min-h-64 flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <SearchField
          label="Search tools by name"
          placeholder="Search by name"
          className="min-w-40 flex-1"
          value={search}
          onValueChange={setSearch}
        />
        <SelectField
          label="Kind"
          labelHidden
          className="w-44"
          value={type}
          onValueChange={setType}
          placeholder="Every kind"
          options={TOOL_TYPES}
        />
      </div>
      <QueryView
        query={{ ...query, data: query.data?.pages.flat() }}
        describeError={describeFailure}
        skeleton={<Skeleton lines={6} />}
        empty={
          <EmptyState
            icon={<Wrench />}
            title="No tool matches"
            text="Look for another name or kind, or write one with “New tool”."
          />
        }
      >
        {(tools) => (
          <ul aria-label="Tool library" onKeyDown={moveFocus} className="divide-y divide-border">
            {tools.map((tool) => (
              <li key={tool.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                <button
                  type="button"
                  data-row
                  onClick={() => onOpen(tool)}
                  className="focus-inset min-w-0 flex-1 rounded-sm text-left hover:bg-hover"
                >
                  <span className="flex flex-wrap items-center gap-2">
                    <span className="wrap-anywhere font-mono text-sm">{tool.name}</span>
                    <Badge>{toolTypeLabel(tool)}</Badge>
                    {tool.default_requires_approval ? <Badge tone="warning">asks first</Badge> : null}
                    {tool.tags?.map((tag) => (
                      <Badge key={tag}>{tag}</Badge>
                    ))}
                  </span>
                  <span className="block truncate text-muted text-sm">{tool.description || 'No description'}</span>
                </button>
                {actions(tool)}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={query} className="self-start">
        Show more tools
      </MoreButton>
    </div>
  );
}
