'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Archive, Plus } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { archivalSearchQuery, passagesQuery } from '#lib/letta/archival.ts';
import { contextWindowQuery } from '#lib/letta/context-window.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { retrievalsQuery } from '#lib/letta/retrievals.ts';
import { ArchivalFilter, type ArchivalFilterState, NO_FILTER, passes } from './archival-filter.tsx';
import { ArchivalMenu } from './archival-menu.tsx';
import { PassageList } from './passage-list.tsx';
import { RetrievalNote } from './retrieval-note.tsx';

const AddPassageDialog = lazyComponent(() =>
  import('./add-passage-dialog.tsx').then((module) => module.AddPassageDialog),
);

/** What the agent keeps in archival memory: newest first, or the best matches of a search. */
export function ArchivalSection() {
  const ref = useAgentRef();
  const [filter, setFilter] = useState(NO_FILTER);
  const [isAdding, setAdding] = useState(false);
  const loaded = useInfiniteQuery(passagesQuery(ref)).data?.pages.flat() ?? [];
  const knownTags = [...new Set(loaded.flatMap((passage) => passage.tags))].toSorted();
  const total = useQuery(contextWindowQuery(ref)).data?.num_archival_memory;
  const wanted: ArchivalFilterState = { ...filter, text: useDeferredValue(filter.text.trim()) };
  const isSearching = wanted.text !== '';
  // The same function every time, as the cards of a long list compare it.
  const addTag = useCallback((tag: string) => {
    setFilter((before) => ({ ...before, tags: [...new Set([...before.tags, tag])] }));
  }, []);
  return (
    <Section
      id="state.archival"
      title="Archival memory"
      icon={<Archive />}
      count={total}
      actions={
        <>
          <ArchivalMenu />
          <IconButton label="Add to archival memory" icon={<Plus />} onClick={() => setAdding(true)} />
        </>
      }
    >
      <div className="flex flex-col gap-2.5">
        <ArchivalFilter
          filter={filter}
          knownTags={knownTags}
          onChange={(change) => setFilter((before) => ({ ...before, ...change }))}
        />
        {/* Kept while one searches: to take a long list away and draw it again would hold up every letter. */}
        <div hidden={isSearching} className="flex flex-col gap-2.5">
          <Newest filter={{ ...wanted, text: '' }} onAdd={() => setAdding(true)} onTag={addTag} />
        </div>
        {isSearching ? (
          wanted.way === 'meaning' ? (
            <Found filter={wanted} onTag={addTag} />
          ) : (
            <Newest filter={wanted} onAdd={() => setAdding(true)} onTag={addTag} />
          )
        ) : null}
        {loaded.length > 0 ? <RetrievalNote /> : null}
      </div>
      {isAdding ? (
        <AddPassageDialog home={ref} title="Add to archival memory" onClose={() => setAdding(false)} />
      ) : null}
    </Section>
  );
}

function Found({ filter, onTag }: { filter: ArchivalFilterState; onTag: (tag: string) => void }) {
  const { text: query, tags, matchAllTags, from, to } = filter;
  const search = { query, tags, matchAllTags, from: from || null, to: to || null };
  const ref = useAgentRef();
  const found = useQuery(archivalSearchQuery(ref, search));
  const retrievals = useInfiniteQuery(retrievalsQuery(ref)).data?.byPassage;
  return (
    <QueryView
      query={found}
      describeError={describeFailure}
      skeleton={<Skeleton lines={4} />}
      empty={
        <p className="py-2 text-muted" role="status">
          Nothing found for “{query}”.
        </p>
      }
    >
      {(passages) => (
        <PassageList
          label="Search results, best first"
          home={ref}
          isRanked
          passages={passages}
          retrievals={retrievals}
          onTag={onTag}
        />
      )}
    </QueryView>
  );
}

interface NewestProps {
  filter: ArchivalFilterState;
  onAdd: () => void;
  onTag: (tag: string) => void;
}

function Newest({ filter, onAdd, onTag }: NewestProps) {
  const ref = useAgentRef();
  const list = useInfiniteQuery(passagesQuery(ref, filter.text));
  const hasAny = Boolean(list.data?.pages[0]?.length);
  const retrievals = useInfiniteQuery({ ...retrievalsQuery(ref), enabled: hasAny }).data?.byPassage;
  return (
    <QueryView
      query={{ ...list, data: list.data?.pages.flat() }}
      describeError={describeFailure}
      skeleton={<Skeleton lines={4} />}
      empty={filter.text ? <NothingFound text={filter.text} /> : <NothingYet onAdd={onAdd} />}
    >
      {(passages) => (
        <>
          <PassageList
            label="Archival memories, newest first"
            home={ref}
            retrievals={retrievals}
            passages={passages.filter((passage) => passes(filter, passage))}
            onTag={onTag}
          />
          <MoreButton query={list}>Show older</MoreButton>
        </>
      )}
    </QueryView>
  );
}

function NothingFound({ text }: { text: string }) {
  return (
    <p className="py-2 text-muted" role="status">
      No memory contains “{text}”.
    </p>
  );
}

function NothingYet({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      className="py-6"
      icon={<Archive />}
      title="Nothing archived yet"
      text="Longer notes and facts go here, found again by meaning. The agent needs the archival tools to use them."
      action={<Button onClick={onAdd}>Add a memory</Button>}
    />
  );
}
