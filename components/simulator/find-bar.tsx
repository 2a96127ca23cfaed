'use client';

import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { formatNumber } from '#lib/format.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { findRows } from './find-rows.ts';
import { closeFind, useFind } from './find-store.ts';
import type { Row } from './to-rows.ts';

const SearchDialog = lazyComponent(() => import('./search-dialog.tsx').then((module) => module.SearchDialog));

interface FindBarProps {
  rows: Row[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onLoadOlder: () => void;
  onJump: (index: number) => void;
}

/** Finds a text in the messages that are loaded, jumps from one to the next, and loads older ones to look further. */
export function FindBar({ rows, hasOlder, isLoadingOlder, onLoadOlder, onJump }: FindBarProps) {
  const { isOpen, text, found } = useFind();
  const matches = useMemo(() => (isOpen && text.trim() ? findRows(rows, text) : []), [isOpen, rows, text]);
  if (!isOpen) return null;
  const current = matches.findIndex((index) => rows[index]?.key === found);

  function go(step: 1 | -1) {
    if (matches.length === 0) return;
    // The newest match comes first: one looks for what was said a moment ago.
    const next = current === -1 ? matches.length - 1 : (current + step + matches.length) % matches.length;
    const index = matches[next];
    if (index === undefined) return;
    useFind.setState({ found: rows[index]?.key ?? null });
    onJump(index);
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') closeFind();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? 1 : -1);
  }

  return (
    <search
      aria-label="Find in this conversation"
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-border border-b bg-surface px-3 py-1.5"
      onKeyDown={handleKeyDown}
    >
      <SearchField
        label="Find in this conversation"
        value={text}
        onValueChange={(next) => useFind.setState({ text: next, found: null })}
        placeholder="Find in this conversation"
        autoFocus
        className="min-w-40 flex-1"
      />
      <span role="status" className="tabular text-muted text-sm">
        {describe({ text, count: matches.length, current, hasOlder })}
      </span>
      <IconButton label="Older match" icon={<ChevronUp />} onClick={() => go(-1)} disabledReason={noMatch(matches)} />
      <IconButton label="Newer match" icon={<ChevronDown />} onClick={() => go(1)} disabledReason={noMatch(matches)} />
      {hasOlder ? (
        <Button size="sm" busy={isLoadingOlder} onClick={onLoadOlder}>
          Look in older messages
        </Button>
      ) : null}
      <ServerSearch text={text} />
      <IconButton label="Close search" icon={<X />} onClick={closeFind} />
    </search>
  );
}

/** The way to the server's own search, or why there is none. */
function ServerSearch({ text }: { text: string }) {
  const { serverId } = useAgentRef();
  const [isOpen, setOpen] = useState(false);
  const { offReason } = useCapability(serverId, 'message-search');
  // It has the route, and answers like a server without an index.
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  return (
    <>
      <Button
        size="sm"
        onClick={() => setOpen(true)}
        disabledReason={isBuiltIn ? 'The built-in server keeps no search index. Letta Cloud does' : offReason}
      >
        Search the server…
      </Button>
      {isOpen ? <SearchDialog query={text} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function noMatch(matches: number[]): string | undefined {
  return matches.length === 0 ? 'nothing found' : undefined;
}

interface FindState {
  text: string;
  count: number;
  current: number;
  hasOlder: boolean;
}

function describe({ text, count, current, hasOlder }: FindState): string {
  if (text.trim() === '') return '';
  const where = hasOlder ? ' in what is loaded' : '';
  if (count === 0) return `Nothing found${where}`;
  return `${current === -1 ? '' : `${formatNumber(current + 1)} of `}${formatNumber(count)} found${where}`;
}
