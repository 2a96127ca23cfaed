'use client';

import { useQuery } from '@tanstack/react-query';
import { Braces, Brain, Link2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { agentBlocksQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { BlockCard } from './block-card.tsx';

const AttachBlockDialog = lazyComponent(() =>
  import('./attach-block-dialog.tsx').then((module) => module.AttachBlockDialog),
);
const MemoryJsonDialog = lazyComponent(() =>
  import('./memory-json-dialog.tsx').then((module) => module.MemoryJsonDialog),
);
const CreateBlockDialog = lazyComponent(() =>
  import('./create-block-dialog.tsx').then((module) => module.CreateBlockDialog),
);

/** The agent's memory blocks. */
export function CoreMemorySection() {
  const ref = useAgentRef();
  const query = useQuery(agentBlocksQuery(ref));
  const [dialog, setDialog] = useState<'create' | 'attach' | 'json' | null>(null);
  const blocks = query.data ?? [];
  return (
    <Section
      id="state.core-memory"
      title="Core memory"
      icon={<Brain />}
      count={query.data?.length}
      actions={
        <>
          <IconButton label="The whole memory as JSON" icon={<Braces />} onClick={() => setDialog('json')} />
          <IconButton label="Attach a block from the library" icon={<Link2 />} onClick={() => setDialog('attach')} />
          <IconButton label="New memory block" icon={<Plus />} onClick={() => setDialog('create')} />
        </>
      }
    >
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={5} />}
        empty={
          <EmptyState
            className="py-6"
            icon={<Brain />}
            title="No memory blocks"
            text="A block is a piece of text the agent always sees and can change."
            action={<Button onClick={() => setDialog('create')}>New block</Button>}
          />
        }
      >
        {(list) => (
          <ul className="flex flex-col gap-2.5" aria-label="Memory blocks">
            {list.map((block) => (
              <BlockCard key={block.id} block={block} />
            ))}
          </ul>
        )}
      </QueryView>
      {dialog === 'create' ? (
        <CreateBlockDialog takenLabels={blocks.map((block) => block.label ?? '')} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'json' ? <MemoryJsonDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'attach' ? <AttachBlockDialog attached={blocks} onClose={() => setDialog(null)} /> : null}
    </Section>
  );
}
