'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FileField } from '#components/ui/file-field.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { type FiledConnection, readConnectionsFile } from '#lib/letta/connections-file.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { saveServerMutation, serversQuery } from '#lib/letta/servers.ts';

const LARGEST_FILE = 1024 * 1024;

/** Connections from a file: shown first, added on request. */
export function ImportConnectionsDialog({ onClose }: { onClose: () => void }) {
  const servers = useQuery(serversQuery());
  const save = useMutation(saveServerMutation(null));
  const [text, setText] = useState<string | null>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const read = text === null || !servers.data ? null : readConnectionsFile(text, servers.data);
  const fresh = read?.ok ? read.fresh : [];
  const problem = isTooLarge ? 'The file is larger than 1 MB.' : read?.ok === false ? read.problem : undefined;

  async function choose(file: File) {
    setTooLarge(file.size > LARGEST_FILE);
    setText(file.size > LARGEST_FILE ? null : await file.text());
  }

  async function importAll() {
    // One after the other: they stay in their order, and what was added before a refusal is known then.
    for (const connection of fresh) await save.mutateAsync(connection);
  }

  return (
    <FormDialog
      title="Import connections"
      description="From a file that Letta ADE exported. It holds no keys: enter them afterwards."
      submitLabel={fresh.length === 1 ? 'Import 1 connection' : `Import ${fresh.length} connections`}
      disabledReason={fresh.length > 0 ? undefined : 'Choose a file with new connections'}
      onSubmit={importAll}
      onClose={onClose}
      describeError={describeFailure}
    >
      <FileField label="File" accept=".json,application/json" error={problem} onChoose={(file) => void choose(file)} />
      {read?.ok ? (
        <>
          <Connections title="New" connections={read.fresh} />
          <Connections title="Skipped: their address is here already" connections={read.known} />
        </>
      ) : null}
    </FormDialog>
  );
}

function Connections({ title, connections }: { title: string; connections: FiledConnection[] }) {
  if (connections.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="font-medium text-sm">{title}</h3>
      <ul aria-label={title} className="divide-y divide-border rounded-md border border-border">
        {connections.map(({ name, url }) => (
          <li key={`${name} ${url}`} className="px-3 py-1.5">
            <p className="wrap-anywhere font-medium">{name}</p>
            <p className="wrap-anywhere font-mono text-faint text-sm">{url}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
