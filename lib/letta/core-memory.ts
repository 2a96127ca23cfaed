import { queryOptions } from '@tanstack/react-query';
import type { AgentRef } from './agents.ts';
import { type Block, blockKeys } from './blocks.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

/** A file an agent has a part of in its context, when it is open. */
export interface FileBlock {
  file_id: string;
  is_open: boolean;
  label?: string | null;
  value: string;
  last_accessed_at?: string | null;
}

/** Letta's Memory: what an agent always sees, as one object. Deprecated by Letta, still served. */
export interface CoreMemory {
  blocks: Block[];
  file_blocks?: FileBlock[];
  prompt_template?: string;
}

/** The whole memory object of an agent. The SDK has no method for it. */
export function coreMemoryQuery(ref: AgentRef) {
  const path = `${serverPath(ref.serverId)}/v1/agents/${encodeURIComponent(ref.agentId)}/core-memory`;
  return queryOptions({
    queryKey: [...blockKeys.ofAgent(ref), 'whole'] as const,
    queryFn: ({ signal }) => requestJson<CoreMemory>(path, { signal }),
  });
}
