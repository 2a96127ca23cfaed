'use client';

import { Copy, Download, Ellipsis, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { WaitingBadge } from '#components/ui/waiting-badge.tsx';
import { type AgentState, isWaiting } from '#lib/letta/agents.ts';
import { routes } from '#lib/routes.ts';

interface AgentRowProps {
  serverId: string;
  agent: AgentState;
  onDelete: () => void;
  onDuplicate: () => void;
  onExport: () => void;
  onTag: (tag: string) => void;
}

/** One agent in the list. */
export function AgentRow({ serverId, agent, onDelete, onDuplicate, onExport, onTag }: AgentRowProps) {
  const lastRun = agent.last_run_completion;
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            href={routes.agent(serverId, agent.id)}
            className="min-w-20 truncate font-medium after:absolute after:inset-0"
          >
            {agent.name}
          </Link>
          {isWaiting(agent) ? <WaitingBadge /> : null}
          {(agent.tags ?? []).slice(0, 4).map((tag) => (
            <button
              key={tag}
              type="button"
              onClick={() => onTag(tag)}
              className="relative z-10 min-h-6 min-w-0 max-w-40 rounded-sm"
              aria-label={`Only agents tagged ${tag}`}
            >
              <Badge>{tag}</Badge>
            </button>
          ))}
        </div>
        <p className="truncate text-muted">{agent.description || 'No description'}</p>
      </div>
      <div className="hidden shrink-0 flex-col items-end text-faint text-sm sm:flex">
        <span className="font-mono">{agent.model ?? 'model not reported'}</span>
        <span>
          {lastRun ? (
            <>
              last run <RelativeTime date={lastRun} />
            </>
          ) : (
            'never run'
          )}
        </span>
      </div>
      <span className="relative z-10">
        <Menu
          label={`Actions for ${agent.name}`}
          align="end"
          items={[
            { id: 'duplicate', label: 'Duplicate…', icon: <Copy />, onSelect: onDuplicate },
            { id: 'export', label: 'Export…', icon: <Download />, onSelect: onExport },
            { id: 'delete', label: 'Delete agent…', icon: <Trash2 />, danger: true, onSelect: onDelete },
          ]}
          trigger={(props) => <IconButton {...props} label={`Actions for ${agent.name}`} icon={<Ellipsis />} />}
        />
      </span>
    </li>
  );
}
