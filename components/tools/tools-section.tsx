'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Code, Ellipsis, Hand, Link2, Plus, Unlink, Workflow, Wrench } from 'lucide-react';
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
import { type AgentState, agentQuery } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { agentToolsQuery, approvalMutation, detachToolMutation, type Tool } from '#lib/letta/tools.ts';
import { isCustom, toolTypeLabel } from './tool-type-label.ts';

const AttachToolDialog = lazyComponent(() =>
  import('./attach-tool-dialog.tsx').then((module) => module.AttachToolDialog),
);
const RulesDialog = lazyComponent(() => import('./rules-dialog.tsx').then((module) => module.RulesDialog));
const ToolDialog = lazyComponent(() => import('./tool-dialog.tsx').then((module) => module.ToolDialog));

type Dialog = { is: 'attach' } | { is: 'rules' } | { is: 'tool'; tool: Tool | null } | null;

/** The agent's tools. */
export function ToolsSection() {
  const ref = useAgentRef();
  const query = useQuery(agentToolsQuery(ref));
  const agent = useQuery(agentQuery(ref));
  const asking = namesThatAsk(agent.data?.tool_rules);
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
            label="Tool rules"
            icon={<Workflow />}
            disabledReason={agent.data ? undefined : 'The agent is still being read'}
            onClick={() => setDialog({ is: 'rules' })}
          />
          <IconButton
            label="Attach a tool from the library"
            icon={<Link2 />}
            onClick={() => setDialog({ is: 'attach' })}
          />
          <IconButton label="New tool" icon={<Plus />} onClick={() => setDialog({ is: 'tool', tool: null })} />
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
              <ToolRow
                key={tool.id}
                tool={tool}
                asksFirst={asking.has(tool.name ?? '')}
                onOpen={() => setDialog({ is: 'tool', tool })}
              />
            ))}
          </ul>
        )}
      </QueryView>
      {dialog?.is === 'attach' ? <AttachToolDialog attached={query.data ?? []} onClose={close} /> : null}
      {dialog?.is === 'rules' && agent.data ? (
        <RulesDialog agent={agent.data} tools={query.data?.flatMap((tool) => tool.name ?? []) ?? []} onClose={close} />
      ) : null}
      {dialog?.is === 'tool' ? <ToolDialog {...ref} tool={dialog.tool} onClose={close} /> : null}
    </Section>
  );
}

interface ToolRowProps {
  tool: Tool;
  asksFirst: boolean;
  onOpen: () => void;
}

function ToolRow({ tool, asksFirst, onOpen }: ToolRowProps) {
  const ref = useAgentRef();
  const detach = useMutation(detachToolMutation(ref));
  const approval = useMutation(approvalMutation(ref));
  const name = tool.name ?? 'unnamed';
  const error = detach.error ?? approval.error;
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
          <span className="ml-auto flex shrink-0 gap-1">
            {asksFirst ? <Badge tone="warning">asks first</Badge> : null}
            <Badge>{toolTypeLabel(tool)}</Badge>
          </span>
        </button>
        <Menu
          label={`Actions for ${name}`}
          align="end"
          items={[
            { id: 'open', label: isCustom(tool) ? 'Edit and test…' : 'View…', icon: <Code />, onSelect: onOpen },
            {
              id: 'approval',
              label: 'Ask before it runs',
              note: 'For this agent only',
              icon: <Hand />,
              checked: asksFirst,
              onSelect: () => approval.mutate({ toolName: name, isRequired: !asksFirst }),
            },
            {
              id: 'detach',
              label: 'Detach',
              note: 'It stays in the library',
              icon: <Unlink />,
              onSelect: () => tool.id && detach.mutate(tool.id),
            },
          ]}
          trigger={(props) => (
            <IconButton
              {...props}
              label={`Actions for ${name}`}
              icon={<Ellipsis />}
              busy={detach.isPending || approval.isPending}
            />
          )}
        />
      </div>
      {error ? <ErrorNote {...describeFailure(error)} className="my-1" /> : null}
    </li>
  );
}

function namesThatAsk(rules: AgentState['tool_rules'] | undefined): Set<string> {
  return new Set((rules ?? []).flatMap((rule) => (rule.type === 'requires_approval' ? [rule.tool_name] : [])));
}
