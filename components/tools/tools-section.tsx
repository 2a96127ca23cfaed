'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Code, Ellipsis, Link2, Plus, Unlink, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { agentToolsQuery, detachToolMutation, type Tool } from '#lib/letta/tools.ts';
import { toolTypeLabel } from './tool-type-label.ts';

const AttachToolDialog = lazyComponent(() =>
  import('./attach-tool-dialog.tsx').then((module) => module.AttachToolDialog),
);
const CreateToolDialog = lazyComponent(() =>
  import('./create-tool-dialog.tsx').then((module) => module.CreateToolDialog),
);
const ToolSourceDialog = lazyComponent(() =>
  import('./tool-source-dialog.tsx').then((module) => module.ToolSourceDialog),
);

type Dialog = { is: 'attach' } | { is: 'create' } | { is: 'source'; tool: Tool } | null;

/** The agent's tools. */
export function ToolsSection() {
  const query = useQuery(agentToolsQuery(useAgentRef()));
  const [dialog, setDialog] = useState<Dialog>(null);
  const close = () => setDialog(null);
  return (
    <Section
      id="configuration.tools"
      title="Tools"
      icon={<Wrench />}
      count={query.data?.length}
      actions={
        <>
          <IconButton
            label="Attach a tool from the library"
            icon={<Link2 />}
            onClick={() => setDialog({ is: 'attach' })}
          />
          <IconButton label="New Python tool" icon={<Plus />} onClick={() => setDialog({ is: 'create' })} />
        </>
      }
    >
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={4} />}
        empty={
          <EmptyState
            className="py-6"
            icon={<Wrench />}
            title="No tools"
            text="Without tools the agent can only talk: it cannot even change its memory."
            action={<Button onClick={() => setDialog({ is: 'attach' })}>Attach a tool</Button>}
          />
        }
      >
        {(tools) => (
          <ul aria-label="Attached tools" className="-mx-1 flex flex-col">
            {tools.map((tool) => (
              <ToolRow key={tool.id} tool={tool} onOpen={() => setDialog({ is: 'source', tool })} />
            ))}
          </ul>
        )}
      </QueryView>
      {dialog?.is === 'attach' ? <AttachToolDialog attached={query.data ?? []} onClose={close} /> : null}
      {dialog?.is === 'create' ? <CreateToolDialog onClose={close} /> : null}
      {dialog?.is === 'source' ? <ToolSourceDialog tool={dialog.tool} onClose={close} /> : null}
    </Section>
  );
}

function ToolRow({ tool, onOpen }: { tool: Tool; onOpen: () => void }) {
  const detach = useMutation(detachToolMutation(useAgentRef()));
  const name = tool.name ?? 'unnamed';
  return (
    <li>
      <div className="flex items-center gap-2 rounded-md px-1 hover:bg-hover">
        <button
          type="button"
          onClick={onOpen}
          title={tool.description ?? undefined}
          className="flex min-h-7 min-w-0 flex-1 items-center gap-2 text-left"
        >
          <span className="wrap-anywhere min-w-0 font-mono text-sm">{name}</span>
          <Badge className="ml-auto shrink-0">{toolTypeLabel(tool)}</Badge>
        </button>
        <Menu
          label={`Actions for ${name}`}
          align="end"
          items={[
            { id: 'source', label: 'View source and schema', icon: <Code />, onSelect: onOpen },
            {
              id: 'detach',
              label: 'Detach',
              note: 'It stays in the library',
              icon: <Unlink />,
              onSelect: () => tool.id && detach.mutate(tool.id),
            },
          ]}
          trigger={(props) => (
            <IconButton {...props} label={`Actions for ${name}`} icon={<Ellipsis />} busy={detach.isPending} />
          )}
        />
      </div>
      {detach.error ? <ErrorNote {...describeFailure(detach.error)} className="my-1" /> : null}
    </li>
  );
}
