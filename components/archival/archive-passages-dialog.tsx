'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Archive as ArchiveIcon, Plus } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { ErrorDescription } from '#components/ui/error-note.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { archivePassagesQuery } from '#lib/letta/archive-passages.ts';
import type { Archive } from '#lib/letta/archives.ts';
import { describeFailure, isMissingRoute } from '#lib/letta/describe-failure.ts';
import { AddPassageDialog } from './add-passage-dialog.tsx';
import { PassageList } from './passage-list.tsx';

/** The memories of one archive, whoever uses it: add, edit, delete, move. */
export function ArchivePassagesDialog({ archive, onClose }: { archive: Archive; onClose: () => void }) {
  const { serverId } = useAgentRef();
  const home = { serverId, archiveId: archive.id };
  const list = useInfiniteQuery(archivePassagesQuery(home));
  const [tags, setTags] = useState<string[]>([]);
  const [isAdding, setAdding] = useState(false);
  const pages = list.data?.pages ?? [];
  const loaded = list.data && pages.flatMap(({ passages }) => passages);
  return (
    <Dialog
      size="lg"
      onClose={onClose}
      title={`Memories in ${archive.name}`}
      description="What is changed here changes for every agent that uses the archive."
      footer={
        <Button icon={<Plus />} onClick={() => setAdding(true)}>
          Add a memory
        </Button>
      }
    >
      <div className="flex min-h-64 flex-col gap-2.5">
        {tags.length > 0 ? <TagList label="Only with these tags" values={tags} onValuesChange={setTags} /> : null}
        <QueryView
          query={{ ...list, data: loaded }}
          describeError={describeListing}
          skeleton={<Skeleton lines={5} />}
          empty={
            <EmptyState icon={<ArchiveIcon />} title="Nothing in it yet" text="Add a memory, or move some here." />
          }
        >
          {(passages) => (
            <PassageList
              label={`Memories in ${archive.name}`}
              home={home}
              passages={passages.filter((passage) => tags.every((tag) => passage.tags.includes(tag)))}
              onTag={(tag) => setTags([...new Set([...tags, tag])])}
            />
          )}
        </QueryView>
        {pages.some(({ isCut }) => isCut) ? (
          <p role="status" className="text-muted text-sm">
            More than 100 memories have the same date, and no agent uses this archive: the server shows no more of them.
          </p>
        ) : null}
        <MoreButton query={list} className="self-start">
          Show more
        </MoreButton>
      </div>
      {isAdding ? (
        <AddPassageDialog home={home} title={`Add to ${archive.name}`} onClose={() => setAdding(false)} />
      ) : null}
    </Dialog>
  );
}

function describeListing(error: unknown): ErrorDescription {
  if (!isMissingRoute(error)) return describeFailure(error);
  return {
    title: 'This server cannot show what is in it',
    message: 'It lists memories by agent only, and no agent uses this archive.',
    next: 'Let an agent use it, then open it again.',
  };
}
