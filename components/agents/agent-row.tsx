'use client';

import { ChevronDown, CircleAlert, Copy, Download, Ellipsis, Hash, Sparkles, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import type { MenuItem } from '#components/ui/menu-item.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { RunningBadge } from '#components/ui/running-badge.tsx';
import { toast } from '#components/ui/toast.ts';
import { WaitingBadge } from '#components/ui/waiting-badge.tsx';
import { isOldArchitecture } from '#lib/agent-file/to-new-architecture.ts';
import { cn } from '#lib/cn.ts';
import { formatDuration } from '#lib/format.ts';
import { type AgentState, isWaiting } from '#lib/letta/agents.ts';
import { routes } from '#lib/routes.ts';
import type { AgentAction } from './agent-dialogs.tsx';
import { AgentFacts } from './agent-facts.tsx';

/** Why an agent cannot be had as a file, or made from one. */
interface WhyNotFile {
  export: string | undefined;
  import: string | undefined;
}

interface AgentRowProps {
  serverId: string;
  agent: AgentState;
  isRunning: boolean;
  isSelected: boolean;
  /** Why the last thing done with several agents failed for this one. */
  failure: string | undefined;
  whyNot: WhyNotFile;
  onSelect: (checked: boolean, keys: { shiftKey: boolean }) => void;
  onAction: (action: AgentAction) => void;
  onTag: (tag: string) => void;
}

/** One agent in the list; what is seldom needed folds out below it. */
export function AgentRow({ serverId, agent, isRunning, isSelected, failure, onSelect, ...props }: AgentRowProps) {
  const [isOpen, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const factsId = useId();
  return (
    <li className={cn('relative px-4 py-3 hover:bg-hover', isSelected && 'bg-selected')}>
      <div className="flex items-center gap-3">
        <Checkbox
          label={`Select ${agent.name}`}
          labelHidden
          isRow
          checked={isSelected}
          onCheckedChange={onSelect}
          className="relative z-10 -my-1 justify-center py-1"
        />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-center gap-2">
            <Link
              href={routes.agent(serverId, agent.id)}
              // Fetched ahead when one points at it: all at once they would hold up the list.
              prefetch={isNear ? null : false}
              onPointerEnter={() => setNear(true)}
              onFocus={() => setNear(true)}
              className="min-w-20 truncate font-medium after:absolute after:inset-0"
            >
              {agent.name}
            </Link>
            {isRunning ? <RunningBadge /> : isWaiting(agent) ? <WaitingBadge /> : null}
            <Tags tags={agent.tags ?? []} onTag={props.onTag} />
          </div>
          <p className="truncate text-muted">{agent.description || 'No description'}</p>
        </div>
        <div className="hidden shrink-0 flex-col items-end text-faint text-sm sm:flex">
          <span className="font-mono">{agent.model ?? 'model not reported'}</span>
          <LastRun agent={agent} />
        </div>
        <span className="relative z-10 -mr-1 flex">
          <IconButton
            label={`Details of ${agent.name}`}
            icon={<ChevronDown className={cn('transition-transform', isOpen && 'rotate-180')} />}
            aria-expanded={isOpen}
            aria-controls={factsId}
            onClick={() => setOpen(!isOpen)}
          />
          <Menu
            label={`Actions for ${agent.name}`}
            align="end"
            items={actionsOf(agent, props)}
            trigger={(trigger) => <IconButton {...trigger} label={`Actions for ${agent.name}`} icon={<Ellipsis />} />}
          />
        </span>
      </div>
      {failure ? (
        <p className="mt-1 flex gap-1.5 pl-7 text-danger text-sm">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" />
          <span className="wrap-anywhere min-w-0">{failure}</span>
        </p>
      ) : null}
      <div id={factsId} hidden={!isOpen}>
        {isOpen ? <AgentFacts agent={agent} /> : null}
      </div>
    </li>
  );
}

function Tags({ tags, onTag }: { tags: string[]; onTag: (tag: string) => void }) {
  return tags.slice(0, 4).map((tag) => (
    <button
      key={tag}
      type="button"
      onClick={() => onTag(tag)}
      className="relative z-10 min-h-6 min-w-0 max-w-40 rounded-sm max-sm:hidden"
      aria-label={`Only agents tagged ${tag}`}
    >
      <Badge>{tag}</Badge>
    </button>
  ));
}

function LastRun({ agent }: { agent: AgentState }) {
  const { last_run_completion: date, last_run_duration_ms: duration } = agent;
  if (!date) return <span>never run</span>;
  return (
    <span className="tabular">
      last run <RelativeTime date={date} />
      {typeof duration === 'number' ? ` · ${formatDuration(duration)}` : ''}
    </span>
  );
}

function actionsOf(agent: AgentState, { onAction, whyNot }: Pick<AgentRowProps, 'onAction' | 'whyNot'>): MenuItem[] {
  const copyId = () => void navigator.clipboard.writeText(agent.id).then(() => toast.success('Copied'));
  return [
    { id: 'copy-id', label: 'Copy id', icon: <Hash />, onSelect: copyId },
    {
      id: 'duplicate',
      label: 'Duplicate or move…',
      icon: <Copy />,
      // Where to is chosen later: another server may take the file.
      disabledReason: whyNot.export,
      onSelect: () => onAction('duplicate'),
    },
    ...(isOldArchitecture(agent.agent_type)
      ? [
          {
            id: 'renew',
            label: 'Bring to the new architecture…',
            note: 'As a new agent; this one stays.',
            icon: <Sparkles />,
            disabledReason: whyNot.export ?? whyNot.import,
            onSelect: () => onAction('renew'),
          },
        ]
      : []),
    {
      id: 'export',
      label: 'Export…',
      icon: <Download />,
      disabledReason: whyNot.export,
      onSelect: () => onAction('export'),
    },
    { id: 'delete', label: 'Delete agent…', icon: <Trash2 />, danger: true, onSelect: () => onAction('delete') },
  ];
}
