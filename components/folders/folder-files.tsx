import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Badge } from '#components/ui/badge.tsx';
import { MoreButton } from '#components/ui/more-button.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatBytes } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Folder, type FolderFile, fileState } from '#lib/letta/folders.ts';

interface FolderFilesProps {
  folder: Folder;
  query: UseInfiniteQueryResult<InfiniteData<FolderFile[]>>;
}

/** The files of a folder: how large each is, and how far the server is with it. */
export function FolderFiles({ folder, query }: FolderFilesProps) {
  return (
    <div className="mt-2 flex flex-col gap-2 rounded-md bg-surface-sunken p-2.5">
      <QueryView
        query={{ ...query, data: query.data?.pages.flat() }}
        describeError={describeFailure}
        skeleton={<Skeleton lines={2} />}
        empty={<p className="text-muted text-sm">There are no files in this folder.</p>}
      >
        {(files) => (
          <ul aria-label={`Files in ${folder.name}`} className="flex flex-col gap-1.5">
            {files.map((file) => (
              <FileRow key={file.id} file={file} />
            ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={query} className="self-start">
        Show more files
      </MoreButton>
    </div>
  );
}

function FileRow({ file }: { file: FolderFile }) {
  const { label, tone } = fileState(file);
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="wrap-anywhere min-w-0 flex-1 text-sm">
          {file.file_name ?? file.original_file_name ?? file.id}
        </span>
        <span className="tabular text-muted text-sm">
          {typeof file.file_size === 'number' ? formatBytes(file.file_size) : 'size not reported'}
        </span>
        <Badge tone={tone}>{label}</Badge>
      </p>
      {file.error_message ? <p className="wrap-anywhere text-danger text-sm">{file.error_message}</p> : null}
    </li>
  );
}
