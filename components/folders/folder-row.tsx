'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { UsedByButton } from '#components/session/used-by-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { cn } from '#lib/cn.ts';
import {
  type Folder,
  folderAgentsQuery,
  folderEmbedding,
  folderFilesQuery,
  MOST_FOLDER_AGENTS,
} from '#lib/letta/folders.ts';
import { FolderFiles } from './folder-files.tsx';

/** One folder. Its files and its agents are asked for when one wants to see them. */
export function FolderRow({ serverId, folder }: { serverId: string; folder: Folder }) {
  const [isUnfolded, setUnfolded] = useState(false);
  const [isShowingAgents, setShowingAgents] = useState(false);
  const files = useInfiniteQuery({ ...folderFilesQuery(serverId, folder.id), enabled: isUnfolded });
  const agents = useQuery({ ...folderAgentsQuery(serverId, folder.id), enabled: isShowingAgents });
  const filesId = useId();
  const embedding = folderEmbedding(folder);
  return (
    <li className="px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <div className="min-w-0 flex-1 basis-64">
          <p className="wrap-anywhere font-medium">{folder.name}</p>
          <p className="wrap-anywhere line-clamp-2 text-muted text-sm">{folder.description || 'No description'}</p>
          <p className="wrap-anywhere text-faint text-sm">
            {embedding ? <span className="font-mono">{embedding}</span> : 'embedding not reported'}
            {folder.created_at ? (
              <>
                {' '}
                <span className="whitespace-nowrap">
                  · created <RelativeTime date={folder.created_at} />
                </span>
              </>
            ) : null}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            icon={<ChevronRight className={cn('transition-transform', isUnfolded && 'rotate-90')} />}
            aria-expanded={isUnfolded}
            aria-controls={filesId}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            <span>
              {fileCount(files.data?.pages.flat().length, files.hasNextPage)}
              <span className="sr-only"> ({folder.name})</span>
            </span>
          </Button>
          <UsedByButton
            serverId={serverId}
            name={folder.name}
            description="They can open and search its files."
            query={agents}
            most={MOST_FOLDER_AGENTS}
            isOpen={isShowingAgents}
            onOpenChange={setShowingAgents}
          />
        </div>
      </div>
      <div id={filesId} hidden={!isUnfolded}>
        {isUnfolded ? <FolderFiles folder={folder} query={files} /> : null}
      </div>
    </li>
  );
}

function fileCount(count: number | undefined, hasMore: boolean): string {
  if (count === undefined) return 'Files';
  if (count === 0) return 'No files';
  return `${count}${hasMore ? '+' : ''} ${count === 1 && !hasMore ? 'file' : 'files'}`;
}
