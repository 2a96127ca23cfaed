'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { PickList } from '#components/ui/pick-list.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { findFolders, foldersQuery } from '#lib/letta/folders.ts';
import type { NewAgentPartProps } from './new-agent-part.ts';

/** The folders whose files the agent can open. */
export function NewAgentData({ serverId, form, change }: NewAgentPartProps) {
  const { usable, offReason } = useCapability(serverId, 'folders');
  const [search, setSearch] = useState('');
  const folders = useQuery({ ...foldersQuery(serverId), enabled: usable });
  const sought = useDeferredValue(search).trim();
  const found = folders.data ? findFolders(folders.data, sought) : undefined;
  if (offReason)
    return <p className="text-muted text-sm">{offReason} Archival memory holds texts of any length here.</p>;
  return (
    <PickList
      legend="Folders"
      noun="folder"
      search={search}
      onSearch={setSearch}
      query={{
        ...folders,
        data: found?.map(({ id, name, description }) => ({ id, name, detail: description ?? undefined })),
      }}
      describeError={describeFailure}
      chosen={form.folders}
      onChange={(chosen) => change({ folders: chosen })}
    />
  );
}
