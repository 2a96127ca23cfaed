'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { attachToolMutation, detachToolMutation, type Tool, toolLibraryQuery } from '#lib/letta/tools.ts';
import { toolTypeLabel } from './tool-type-label.ts';

/** The server's tool library: attach and detach with one click each. */
export function AttachToolDialog({ attached, onClose }: { attached: Tool[]; onClose: () => void }) {
  const { serverId } = useAgentRef();
  const [search, setSearch] = useState('');
  const query = useQuery(toolLibraryQuery(serverId, useDeferredValue(search)));
  const attachedIds = new Set(attached.map((tool) => tool.id));
  return (
    <Dialog
      onClose={onClose}
      title="Tool library"
      description="Every tool on this server. A change counts from the agent's next step."
    >
      <div className="flex min-h-64 flex-col gap-3">
        <SearchField
          label="Search tools by name"
          placeholder="Search by name"
          value={search}
          onValueChange={setSearch}
        />
        <QueryView
          query={query}
          describeError={describeFailure}
          skeleton={<Skeleton lines={6} />}
          empty={
            <EmptyState
              icon={<Wrench />}
              title="No tool matches"
              text="Look for another name, or write one with “New Python tool”."
            />
          }
        >
          {(tools) => (
            <ul aria-label="Tool library" className="divide-y divide-border">
              {tools.map((tool) => (
                <LibraryRow key={tool.id} tool={tool} isAttached={attachedIds.has(tool.id)} />
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </Dialog>
  );
}

function LibraryRow({ tool, isAttached }: { tool: Tool; isAttached: boolean }) {
  const ref = useAgentRef();
  const attach = useMutation(attachToolMutation(ref));
  const detach = useMutation(detachToolMutation(ref));
  const change = isAttached ? detach : attach;
  const error = attach.error ?? detach.error;
  const verb = isAttached ? 'Detach' : 'Attach';
  return (
    <li className="py-2">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <span className="wrap-anywhere font-mono text-sm">{tool.name}</span>
            <Badge>{toolTypeLabel(tool)}</Badge>
          </p>
          <p className="truncate text-muted text-sm">{tool.description}</p>
        </div>
        <Button
          size="sm"
          busy={change.isPending}
          aria-label={`${verb} ${tool.name}`}
          onClick={() => change.mutate(tool.id)}
        >
          {verb}
        </Button>
      </div>
      {error ? <ErrorNote {...describeFailure(error)} className="mt-2" /> : null}
    </li>
  );
}
