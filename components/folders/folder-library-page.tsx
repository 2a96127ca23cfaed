'use client';

import { useQuery } from '@tanstack/react-query';
import { Folder as FolderIcon } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { whyOff } from '#lib/letta/capabilities.ts';
import { describeFailure, isMissingRoute } from '#lib/letta/describe-failure.ts';
import { type Folder, findFolders, foldersQuery } from '#lib/letta/folders.ts';
import { routes } from '#lib/routes.ts';
import { FolderRow } from './folder-row.tsx';

/** The folders of a server: what is in them, and which agents read them. */
export function FolderLibraryPage({ serverId }: { serverId: string }) {
  const { usable, offReason } = useCapability(serverId, 'folders');
  const query = useQuery({ ...foldersQuery(serverId), enabled: usable });
  const reason = offReason ?? (isMissingRoute(query.error) ? whyOff(serverId, 'folders') : undefined);
  return (
    <div className="mx-auto flex max-w-240 flex-col gap-4 p-4 sm:p-6">
      <h1 className="font-semibold text-xl">Folders</h1>
      {reason ? (
        <EmptyState
          icon={<FolderIcon />}
          title="No folders on this server"
          text={`${reason} An agent's archival memory holds texts of any length here.`}
          action={<ButtonLink href={routes.agents(serverId)}>Agents</ButtonLink>}
        />
      ) : (
        <QueryView
          query={query}
          describeError={describeFailure}
          skeleton={<Skeleton lines={8} />}
          empty={
            <EmptyState
              icon={<FolderIcon />}
              title="No folders yet"
              text="A folder holds files that its agents can open and search."
            />
          }
        >
          {(folders) => <Folders serverId={serverId} folders={folders} />}
        </QueryView>
      )}
    </div>
  );
}

const STEP = 50;

function Folders({ serverId, folders }: { serverId: string; folders: Folder[] }) {
  const [text, setText] = useState('');
  const [most, setMost] = useState(STEP);
  const found = findFolders(folders, useDeferredValue(text).trim());
  return (
    <>
      <SearchField
        label="Search folders by name"
        placeholder="Search by name or description"
        value={text}
        onValueChange={setText}
      />
      {found.length === 0 ? (
        <EmptyState icon={<FolderIcon />} title="No folder is like that" text="Look for something else." />
      ) : (
        <ul aria-label="Folders" className="divide-y divide-border rounded-md border border-border bg-surface">
          {found.slice(0, most).map((folder) => (
            <FolderRow key={folder.id} serverId={serverId} folder={folder} />
          ))}
        </ul>
      )}
      {found.length > most ? (
        <Button size="sm" className="self-start" onClick={() => setMost(most + STEP)}>
          Show more folders
        </Button>
      ) : null}
    </>
  );
}
