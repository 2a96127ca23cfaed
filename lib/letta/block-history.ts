import { queryOptions } from '@tanstack/react-query';
import { requestJson } from './request-json.ts';

/** A value a block had, as the ADE's own history has it. */
export interface BlockVersion {
  id: number;
  /** ISO 8601: when this Letta ADE saw it first. */
  at: string;
  /** Made or saved through this Letta ADE, changed by an agent in a turn, or by something this Letta ADE did not see. */
  cause: 'made' | 'saved' | 'agent' | 'found';
  agentId: string | null;
  runId: string | null;
  tool: string | null;
  value: string;
}

/** Every value of a block this Letta ADE saw, newest first; at most 500. */
export function blockHistoryQuery(serverId: string, blockId: string) {
  return queryOptions({
    queryKey: ['block-history', serverId, blockId] as const,
    queryFn: ({ signal }) =>
      requestJson<BlockVersion[]>(
        `/api/history/${encodeURIComponent(serverId)}/blocks/${encodeURIComponent(blockId)}`,
        { signal },
      ),
    staleTime: 0,
  });
}
