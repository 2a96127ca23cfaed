import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { Badge } from '#components/ui/badge.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import { coreMemoryQuery, type FileBlock } from '#lib/letta/core-memory.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import type { ContextPart } from './context-parts.ts';

/** The files an agent has open, as the model reads them, and the folders it is told of. */
export function FilesPart({ part }: { part: ContextPart }) {
  const ref = useAgentRef();
  const { usable, offReason } = useCapability(ref.serverId, 'folders');
  const query = useQuery({ ...coreMemoryQuery(ref), enabled: usable });
  if (offReason) return <p className="text-faint">{offReason}</p>;
  return (
    <div className="flex flex-col gap-3">
      <QueryView
        query={{ ...query, data: query.data?.file_blocks ?? (query.data ? [] : undefined) }}
        describeError={describeFailure}
        skeleton={<Skeleton lines={4} />}
        empty={<p className="text-faint">The agent has no files.</p>}
      >
        {(files) => <OpenFiles files={files} />}
      </QueryView>
      {part.text ? (
        <div className="flex flex-col gap-1.5">
          <p className="text-muted text-sm">The model is told of its folders so:</p>
          <LongText text={part.text} name={part.label} />
        </div>
      ) : null}
    </div>
  );
}

function OpenFiles({ files }: { files: FileBlock[] }) {
  return (
    <ul aria-label="Files of the agent" className="flex flex-col gap-2">
      {files.map((file) => (
        <li key={file.file_id} className="rounded-md border border-border px-3 py-2">
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <span className="wrap-anywhere min-w-0 flex-1 font-mono">{file.label ?? file.file_id}</span>
            {file.last_accessed_at ? (
              <span className="text-faint">
                last read <RelativeTime date={file.last_accessed_at} />
              </span>
            ) : null}
            <Badge tone={file.is_open ? 'accent' : 'neutral'}>{file.is_open ? 'open' : 'closed'}</Badge>
            {file.is_open ? (
              <span className="tabular text-faint">≈ {formatNumber(approximateTokens(file.value))}</span>
            ) : null}
          </p>
          {file.is_open ? <LongText text={file.value} name={`file ${file.label ?? file.file_id}`} /> : null}
        </li>
      ))}
    </ul>
  );
}
