'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Archive, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { type ArchivalPassage, archivalSearchQuery, passagesQuery } from '#lib/letta/archival.ts';
import { contextWindowQuery } from '#lib/letta/context-window.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { PassageCard } from './passage-card.tsx';

const AddPassageDialog = lazyComponent(() =>
  import('./add-passage-dialog.tsx').then((module) => module.AddPassageDialog),
);

/** What the agent keeps in archival memory: newest first, or the best matches of a search. */
export function ArchivalSection() {
  const ref = useAgentRef();
  const [search, setSearch] = useState('');
  const [tags, setTags] = useState<string[]>([]);
  const [isAdding, setAdding] = useState(false);
  const wanted = useDeferredValue(search.trim());
  const addTag = (tag: string) => setTags([...new Set([...tags, tag])]);
  const total = useQuery(contextWindowQuery(ref)).data?.num_archival_memory;
  return (
    <Section
      id="state.archival"
      title="Archival memory"
      icon={<Archive />}
      count={total}
      actions={<IconButton label="Add to archival memory" icon={<Plus />} onClick={() => setAdding(true)} />}
    >
      <div className="flex flex-col gap-2.5">
        <SearchField
          label="Search archival memory"
          placeholder="Search by meaning"
          value={search}
          onValueChange={setSearch}
        />
        {tags.length > 0 ? (
          <p className="flex items-center gap-2 text-muted text-sm">
            Tagged {tags.map((tag) => `“${tag}”`).join(' and ')}
            <Button size="sm" variant="ghost" onClick={() => setTags([])}>
              Clear
            </Button>
          </p>
        ) : null}
        {wanted ? (
          <Found query={wanted} tags={tags} onTag={addTag} />
        ) : (
          <Newest tags={tags} onAdd={() => setAdding(true)} onTag={addTag} />
        )}
      </div>
      {isAdding ? <AddPassageDialog onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}

function Found({ query, tags, onTag }: { query: string; tags: string[]; onTag: (tag: string) => void }) {
  const found = useQuery(archivalSearchQuery(useAgentRef(), { query, tags, matchAllTags: true }));
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
      {(passages) => <PassageList label="Search results, best first" passages={passages} onTag={onTag} />}
    </QueryView>
  );
}

function Newest({ tags, onAdd, onTag }: { tags: string[]; onAdd: () => void; onTag: (tag: string) => void }) {
  const list = useInfiniteQuery(passagesQuery(useAgentRef()));
  return (
    <QueryView
      query={{ ...list, data: list.data?.pages.flat() }}
      describeError={describeFailure}
      skeleton={<Skeleton lines={4} />}
      empty={
        <EmptyState
          className="py-6"
          icon={<Archive />}
          title="Nothing archived yet"
          text="Longer notes and facts go here, found again by meaning. The agent needs the archival tools to use them."
          action={<Button onClick={onAdd}>Add a memory</Button>}
        />
      }
    >
      {(passages) => (
        <>
          <PassageList label="Archival memories, newest first" passages={withTags(passages, tags)} onTag={onTag} />
          {list.hasNextPage ? (
            <Button size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show older
            </Button>
          ) : null}
        </>
      )}
    </QueryView>
  );
}

function PassageList({
  label,
  passages,
  onTag,
}: {
  label: string;
  passages: ArchivalPassage[];
  onTag: (tag: string) => void;
}) {
  if (passages.length === 0) {
    return (
      <p className="py-2 text-muted" role="status">
        No memory loaded so far has these tags.
      </p>
    );
  }
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {passages.map((passage) => (
        <PassageCard key={passage.id} passage={passage} onTag={onTag} />
      ))}
    </ul>
  );
}

function withTags(passages: ArchivalPassage[], tags: string[]): ArchivalPassage[] {
  return passages.filter((passage) => tags.every((tag) => passage.tags.includes(tag)));
}
