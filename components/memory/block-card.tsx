'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Ellipsis, History, Lock, Pencil, Sparkles, Trash2, Unlink, Users } from 'lucide-react';
import { useState } from 'react';
import { useAcceptValue, useAgentRef, useBaseline } from '#components/session/agent-session.tsx';
import { keepDraft, useDraft } from '#components/session/draft-store.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { InlineDiff } from '#components/ui/inline-diff.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { cn } from '#lib/cn.ts';
import { formatNumber } from '#lib/format.ts';
import { type Block, blockAgentsQuery, detachBlockMutation } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { blockDraftName } from './block-draft-name.ts';

const BlockSettingsDialog = lazyComponent(() =>
  import('./block-settings-dialog.tsx').then((module) => module.BlockSettingsDialog),
);
const BlockHistoryDialog = lazyComponent(() =>
  import('./block-history-dialog.tsx').then((module) => module.BlockHistoryDialog),
);
const DeleteBlockDialog = lazyComponent(() =>
  import('./delete-block-dialog.tsx').then((module) => module.DeleteBlockDialog),
);
const BlockEditor = lazyComponent(() => import('./block-editor.tsx').then((module) => module.BlockEditor));

type Dialog = 'delete' | 'detach' | 'settings' | 'history' | null;

/** One memory block: what it holds, what the agent just changed, and its editor. */
export function BlockCard({ block }: { block: Block }) {
  const ref = useAgentRef();
  const label = block.label ?? 'unnamed';
  const draft = useDraft(ref, blockDraftName(block));
  const [isOpened, setOpened] = useState(false);
  const [dialog, setDialog] = useState<Dialog>(null);
  const baseline = useBaseline(block.id);
  const isEditing = isOpened || draft !== undefined;
  const isChanged = baseline !== undefined && baseline !== block.value && !isEditing;

  return (
    <li
      aria-label={`Memory block ${label}`}
      className={cn('rounded-lg border bg-surface', isChanged ? 'border-kind-memory' : 'border-border')}
    >
      <div className="flex items-center gap-1.5 py-1 pr-1 pl-3">
        <h4 className="truncate font-medium font-mono text-sm">{label}</h4>
        {block.read_only ? <Lock className="size-3 shrink-0 text-faint" aria-label="Read-only for the agent" /> : null}
        <SharedBadge blockId={block.id} />
        <Characters block={block} />
        <IconButton
          label={`Edit ${label}`}
          icon={<Pencil />}
          onClick={() => setOpened(true)}
          disabledReason={isEditing ? 'already open' : undefined}
        />
        <Menu
          label={`Actions for ${label}`}
          align="end"
          items={[
            {
              id: 'settings',
              label: 'Settings…',
              icon: <Pencil />,
              onSelect: () => setDialog('settings'),
            },
            { id: 'history', label: 'History…', icon: <History />, onSelect: () => setDialog('history') },
            { id: 'detach', label: 'Detach from this agent…', icon: <Unlink />, onSelect: () => setDialog('detach') },
            {
              id: 'delete',
              label: 'Delete from every agent…',
              icon: <Trash2 />,
              danger: true,
              onSelect: () => setDialog('delete'),
            },
          ]}
          trigger={(props) => <IconButton {...props} label={`Actions for ${label}`} icon={<Ellipsis />} />}
        />
      </div>
      {block.description ? <p className="px-3 pb-1.5 text-faint text-sm">{block.description}</p> : null}
      {isEditing ? (
        <BlockEditor block={block} onClose={() => setOpened(false)} />
      ) : (
        <div className="border-border border-t px-3 py-2">
          {isChanged ? <AgentChange block={block} before={baseline} /> : <Value text={block.value} />}
        </div>
      )}
      {dialog === 'delete' ? (
        <DeleteBlockDialog serverId={ref.serverId} block={block} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'detach' ? <DetachDialog block={block} onClose={() => setDialog(null)} /> : null}
      {dialog === 'history' ? (
        <BlockHistoryDialog
          block={block}
          onRestore={(value) => {
            keepDraft(ref, blockDraftName(block), { text: value, base: block.value });
            setOpened(true);
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'settings' ? <BlockSettingsDialog block={block} onClose={() => setDialog(null)} /> : null}
    </li>
  );
}

function Value({ text }: { text: string }) {
  return text ? (
    <p dir="auto" className="wrap-anywhere max-h-60 overflow-y-auto whitespace-pre-wrap">
      {text}
    </p>
  ) : (
    <p className="text-faint">Empty</p>
  );
}

function AgentChange({ block, before }: { block: Block; before: string }) {
  const accept = useAcceptValue();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1.5">
        <Badge tone="accent" icon={<Sparkles />}>
          changed in the last turn
        </Badge>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={() => accept(block.id, block.value)}>
          Got it
        </Button>
      </div>
      <InlineDiff before={before} after={block.value} />
    </div>
  );
}

function Characters({ block }: { block: Block }) {
  const count = [...block.value].length;
  const limit = block.limit ?? null;
  const isOver = limit !== null && count > limit;
  return (
    <span
      className={cn('tabular ml-auto shrink-0 text-xs', isOver ? 'text-danger' : 'text-faint')}
      title="Characters used / limit"
    >
      {formatNumber(count)}
      {limit === null ? '' : ` / ${formatNumber(limit)}`}
    </span>
  );
}

function SharedBadge({ blockId }: { blockId: string }) {
  const { serverId } = useAgentRef();
  const agents = useQuery({ ...blockAgentsQuery(serverId, blockId), staleTime: 60_000 });
  const count = agents.data?.length ?? 0;
  return count > 1 ? (
    <Badge icon={<Users />} title={(agents.data ?? []).map((agent) => agent.name).join(', ')}>
      {count} agents
    </Badge>
  ) : null;
}

function DetachDialog({ block, onClose }: { block: Block; onClose: () => void }) {
  const detach = useMutation(detachBlockMutation(useAgentRef()));
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Detach ${block.label}?`}
      description="The agent no longer sees this block. It stays in the library with what it holds."
      confirmLabel="Detach block"
      tone="primary"
      describeError={describeFailure}
      onConfirm={() => detach.mutateAsync(block.id)}
    />
  );
}
