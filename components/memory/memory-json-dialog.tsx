'use client';

import { useQuery } from '@tanstack/react-query';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { JsonDialog } from '#components/session/json-dialog.tsx';
import { coreMemoryQuery } from '#lib/letta/core-memory.ts';

/** The memory object as the server tells it: blocks, open files, and the template it once was compiled with. */
export function MemoryJsonDialog({ onClose }: { onClose: () => void }) {
  return (
    <JsonDialog
      title="The memory as the server tells it"
      description="Blocks, blocks of files and the prompt template in one object, which Letta has deprecated. Variables of templates, and the memory of simulated agents, are only on Letta Cloud."
      label="Memory as JSON"
      query={useQuery(coreMemoryQuery(useAgentRef()))}
      onClose={onClose}
    />
  );
}
