'use client';

import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '#lib/format.ts';
import type { AgentRef } from '#lib/letta/agents.ts';
import type { CopyProgress } from '#lib/letta/copy-agent.ts';
import { secretNamesQuery } from '#lib/letta/secrets.ts';

/** How many memories a copy has got so far. */
export function CopyProgressLine({ progress: { memories, done } }: { progress: CopyProgress }) {
  if (!memories) return null;
  return (
    <p role="status" className="tabular text-sm">
      {formatNumber(done)} of {formatNumber(memories.length)} memories copied
    </p>
  );
}

/** Which values a copy of an agent does not get. */
export function MissingValues({ agentRef }: { agentRef: AgentRef }) {
  const secrets = useQuery(secretNamesQuery(agentRef)).data ?? [];
  if (secrets.length === 0) return null;
  return (
    <p className="text-muted text-sm">
      The values of its variables are not copied: {secrets.map(({ key }) => key).join(', ')}.
    </p>
  );
}
