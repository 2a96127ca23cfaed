'use client';

import { useQuery } from '@tanstack/react-query';
import { History, ListTree } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { InlineDiff } from '#components/ui/inline-diff.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type BlockVersion, blockHistoryQuery } from '#lib/letta/block-history.ts';
import { type Block, blockAgentsQuery } from '#lib/letta/blocks.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { describeCause } from './describe-cause.ts';

interface BlockHistoryDialogProps {
  block: Block;
  onRestore: (value: string) => void;
  onClose: () => void;
}

/** The memory timeline of a block: every value this Letta ADE saw, who gave it, and what changed. */
export function BlockHistoryDialog({ block, onRestore, onClose }: BlockHistoryDialogProps) {
  const { serverId } = useAgentRef();
  const query = useQuery(blockHistoryQuery(serverId, block.id));
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = query.data ?? [];
  const index = Math.max(
    0,
    versions.findIndex((version) => version.id === chosen),
  );
  const shown = versions[index];
  return (
    <Dialog
      size="xl"
      title={`History of ${block.label}`}
      description="Every value this Letta ADE saw, kept on this machine. What changed while it was closed is seen when it looks again."
      onClose={onClose}
      footer={
        <Button
          variant="primary"
          disabledReason={
            shown === undefined
              ? 'Nothing to put back'
              : shown.value === block.value
                ? 'It is the value now'
                : undefined
          }
          onClick={() => {
            if (!shown) return;
            onRestore(shown.value);
            onClose();
          }}
        >
          Put this value into the editor
        </Button>
      }
    >
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={8} />}
        empty={
          <EmptyState
            icon={<History />}
            title="Nothing kept yet"
            text="The first value is kept when it is next read."
          />
        }
      >
        {(list) => (
          <div className="flex flex-col gap-3">
            <Scrubber count={list.length} index={index} onMove={(next) => setChosen(list[next]?.id ?? null)} />
            <div className="grid gap-3 sm:grid-cols-[17rem_1fr]">
              <ol
                aria-label="Values, newest first"
                onKeyDown={moveFocus}
                className="max-h-48 divide-y divide-border overflow-y-auto rounded-md border border-border sm:max-h-[55vh]"
              >
                {list.map((version) => (
                  <VersionRow
                    key={version.id}
                    blockId={block.id}
                    version={version}
                    isShown={version === shown}
                    onShow={() => setChosen(version.id)}
                  />
                ))}
              </ol>
              {shown ? <Change version={shown} before={list[index + 1]} onLeave={onClose} /> : null}
            </div>
          </div>
        )}
      </QueryView>
    </Dialog>
  );
}

interface ScrubberProps {
  count: number;
  index: number;
  onMove: (index: number) => void;
}

/** Moves through time: left is the oldest. */
function Scrubber({ count, index, onMove }: ScrubberProps) {
  if (count < 2) return null;
  return (
    <input
      type="range"
      aria-label="Move through time"
      aria-valuetext={`${count - index} of ${count}`}
      min={0}
      max={count - 1}
      value={count - 1 - index}
      onChange={(event) => onMove(count - 1 - Number(event.target.value))}
      className="w-full accent-(--color-accent)"
    />
  );
}

interface VersionRowProps {
  blockId: string;
  version: BlockVersion;
  isShown: boolean;
  onShow: () => void;
}

function VersionRow({ blockId, version, isShown, onShow }: VersionRowProps) {
  const { serverId } = useAgentRef();
  const agents = useQuery({ ...blockAgentsQuery(serverId, blockId), staleTime: 60_000 });
  const name = agents.data?.find((agent) => agent.id === version.agentId)?.name ?? null;
  return (
    <li>
      <button
        type="button"
        data-row
        aria-pressed={isShown}
        onClick={onShow}
        className="focus-inset flex w-full flex-col px-2.5 py-1.5 text-left hover:bg-hover aria-pressed:bg-selected"
      >
        <span className="text-sm">{describeCause(version, name)}</span>
        <RelativeTime date={version.at} className="text-faint text-sm" />
      </button>
    </li>
  );
}

interface ChangeProps {
  version: BlockVersion;
  before: BlockVersion | undefined;
  onLeave: () => void;
}

function Change({ version, before, onLeave }: ChangeProps) {
  const [, setRun] = useQueryState('run', { history: 'push' });
  const [, setTab] = useQueryState('tab', { history: 'push' });
  const { runId } = version;
  return (
    <section aria-label="What changed" className="flex min-w-0 flex-col gap-2">
      {before ? (
        <InlineDiff before={before.value} after={version.value} className="max-h-[50vh] overflow-y-auto" />
      ) : (
        <>
          <p className="text-faint text-sm">The first value this Letta ADE saw.</p>
          <p dir="auto" className="wrap-anywhere max-h-[50vh] overflow-y-auto whitespace-pre-wrap">
            {version.value || '(empty)'}
          </p>
        </>
      )}
      {runId ? (
        <Button
          size="sm"
          className="self-start"
          icon={<ListTree />}
          onClick={() => {
            void setTab('runs');
            void setRun(runId);
            onLeave();
          }}
        >
          Open its run
        </Button>
      ) : null}
    </section>
  );
}
