'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useOffReason } from '#components/session/use-off-reason.ts';
import { PickList } from '#components/ui/pick-list.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { foldersQuery } from '#lib/letta/folders.ts';
import type { NewAgentPartProps } from './new-agent-part.ts';

/** The folders whose files the agent can open. */
export function NewAgentData(props: NewAgentPartProps) {
  const offReason = useOffReason(props.serverId, 'folders');
  if (offReason)
    return <p className="text-muted text-sm">{offReason} Archival memory holds texts of any length here.</p>;
  return <Folders {...props} />;
}

function Folders({ serverId, form, change }: NewAgentPartProps) {
  const [search, setSearch] = useState('');
  const folders = useQuery(foldersQuery(serverId, useDeferredValue(search).trim()));
  return (
    <PickList
      legend="Folders"
      noun="folder"
      search={search}
      onSearch={setSearch}
      query={{
        ...folders,
        data: folders.data?.map(({ id, name, description }) => ({ id, name, detail: description ?? undefined })),
      }}
      describeError={describeFailure}
      chosen={form.folders}
      onChange={(chosen) => change({ folders: chosen })}
    />
  );
}
