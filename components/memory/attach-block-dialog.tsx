'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Blocks } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { attachBlockMutation, type Block, blockLibraryQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Blocks of the server's library, to be shared with this agent. */
export function AttachBlockDialog({ attached, onClose }: { attached: Block[]; onClose: () => void }) {
  const ref = useAgentRef();
  const [search, setSearch] = useState('');
  const query = useQuery(blockLibraryQuery(ref.serverId, useDeferredValue(search)));
  const attach = useMutation(attachBlockMutation(ref));
  return (
    <Dialog
      onClose={onClose}
      title="Attach a memory block"
      description="An attached block is shared: what one agent writes, every agent with it reads."
    >
      <div className="flex min-h-64 flex-col gap-3">
        <SearchField
          label="Search blocks by label"
          placeholder="Search by label"
          value={search}
          onValueChange={setSearch}
        />
        {attach.error ? <ErrorNote {...describeFailure(attach.error)} /> : null}
        <QueryView
          query={query}
          describeError={describeFailure}
          skeleton={<Skeleton lines={4} />}
          empty={<EmptyState icon={<Blocks />} title="No block here" text="Create one with “New memory block”." />}
        >
          {(blocks) => (
            <ul className="divide-y divide-border" aria-label="Block library">
              {blocks.map((block) => (
                <li key={block.id} className="flex items-center gap-3 py-2">
                  <div className="min-w-0 flex-1">
                    <p className="truncate font-medium font-mono text-sm">{block.label}</p>
                    <p className="truncate text-muted text-sm">{block.value || 'Empty'}</p>
                  </div>
                  <Button
                    size="sm"
                    busy={attach.isPending && attach.variables === block.id}
                    disabledReason={whyNotAttach(block, attached)}
                    aria-label={`Attach ${block.label}`}
                    onClick={() => attach.mutate(block.id, { onSuccess: onClose })}
                  >
                    Attach
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </Dialog>
  );
}

function whyNotAttach(block: Block, attached: Block[]): string | undefined {
  if (attached.some((each) => each.id === block.id)) return 'Already attached';
  return attached.some((each) => each.label === block.label)
    ? `The agent has another block labelled “${block.label}”`
    : undefined;
}
