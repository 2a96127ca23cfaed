'use client';

import { useRef, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import { toMemoriesFile } from '#lib/archival/to-memories-file.ts';
import { formatNumber } from '#lib/format.ts';
import { readAllPassages } from '#lib/letta/archival.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';

/** Reads every memory, page by page, and hands them over as a file. Closing stops it. */
export function ExportAllDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const [count, setCount] = useState<number | null>(null);
  const reading = useRef(new AbortController());

  async function run() {
    const passages = await readAllPassages(ref, { onCount: setCount, signal: reading.current.signal });
    saveFile('archival-memory.json', toMemoriesFile(passages), 'application/json');
  }

  return (
    <FormDialog
      title="Export archival memory"
      description="Every memory with its tags and date, as JSON that can be imported again. Embeddings are left out."
      submitLabel="Export"
      describeError={describeFailure}
      onSubmit={run}
      onClose={() => {
        reading.current.abort();
        onClose();
      }}
    >
      {count === null ? null : <p role="status">{formatNumber(count)} memories read…</p>}
    </FormDialog>
  );
}
