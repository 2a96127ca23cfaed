'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Archive, Plus, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
        <TextField
          type="search"
          label="Search archival memory"
          labelHidden
          placeholder="Search by meaning"
          leading={<Search />}
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
          <Found query={wanted} tags={tags} onTag={(tag) => setTags([...new Set([...tags, tag])])} />
        ) : (
          <Newest tags={tags} onAdd={() => setAdding(true)} onTag={(tag) => setTags([...new Set([...tags, tag])])} />
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
      errorClassName=""
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
  const passages = list.data?.pages.flat().filter((passage) => tags.every((tag) => passage.tags.includes(tag)));
  return (
    <QueryView
      query={{ ...list, data: passages }}
      describeError={describeFailure}
      errorClassName=""
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
      {(rows) => (
        <>
          <PassageList label="Archival memories, newest first" passages={rows} onTag={onTag} />
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
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {passages.map((passage) => (
        <PassageCard key={passage.id} passage={passage} onTag={onTag} />
      ))}
    </ul>
  );
}
