'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { ErrorDescription } from '#components/ui/error-note.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { type EverywhereSearch, everywhereQuery } from '#lib/letta/archive-passages.ts';
import { archivesQuery } from '#lib/letta/archives.ts';
import { describeFailure, isMissingRoute } from '#lib/letta/describe-failure.ts';
import { PassageCard } from './passage-card.tsx';

/** Looks for memories in every archive of the server. */
export function SearchArchivesDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [tags, setTags] = useState<string[]>([]);
  const [matchAllTags, setMatchAllTags] = useState(true);
  const query = useDeferredValue(text.trim());
  return (
    <Dialog
      size="lg"
      onClose={onClose}
      title="Search all archives"
      description="By meaning, the best first, at most 100. Archives of agents you do not have open are searched too."
    >
      <div className="flex min-h-64 flex-col gap-2.5">
        <SearchField label="Search all archives" placeholder="Search by meaning" value={text} onValueChange={setText} />
        <TagList label="Only with these tags" values={tags} onValuesChange={setTags} />
        {tags.length > 1 ? (
          <SelectField
            label="Of these tags"
            value={matchAllTags ? 'all' : 'any'}
            onValueChange={(next) => setMatchAllTags(next === 'all')}
            options={[
              { value: 'all', label: 'All of them' },
              { value: 'any', label: 'Any of them' },
            ]}
          />
        ) : null}
        {query === '' ? (
          <EmptyState icon={<Search />} title="Search every archive" text="Type what the memory is about." />
        ) : (
          <Found search={{ query, tags, matchAllTags }} onTag={(tag) => setTags([...new Set([...tags, tag])])} />
        )}
      </div>
    </Dialog>
  );
}

function Found({ search, onTag }: { search: EverywhereSearch; onTag: (tag: string) => void }) {
  const { serverId } = useAgentRef();
  const found = useQuery(everywhereQuery(serverId, search));
  const archives = useQuery(archivesQuery(serverId));
  const nameOf = (id: string | null) => archives.data?.find((archive) => archive.id === id)?.name ?? id ?? undefined;
  return (
    <QueryView
      query={found}
      describeError={describeSearch}
      skeleton={<Skeleton lines={4} />}
      empty={
        <p className="py-2 text-muted" role="status">
          Nothing found for “{search.query}”.
        </p>
      }
    >
      {(passages) => (
        <ul aria-label="Found in all archives, best first" className="flex flex-col gap-2">
          {passages.flatMap((passage, index) =>
            passage.archiveId === null
              ? []
              : [
                  <PassageCard
                    key={passage.id}
                    home={{ serverId, archiveId: passage.archiveId }}
                    passage={passage}
                    rank={index + 1}
                    archiveName={nameOf(passage.archiveId)}
                    onTag={onTag}
                  />,
                ],
          )}
        </ul>
      )}
    </QueryView>
  );
}

function describeSearch(error: unknown): ErrorDescription {
  if (!isMissingRoute(error)) return describeFailure(error);
  return {
    title: 'This server has no search across archives',
    message: 'It may be older, or leave it out.',
    next: "Search the archive of each agent in that agent's archival memory.",
  };
}
