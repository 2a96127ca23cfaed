import { queryOptions } from '@tanstack/react-query';
import { requestJson } from './request-json.ts';
import { BUILT_IN_SERVER } from './servers.ts';

/** What a server was found to offer. `operations` is null where it does not say. */
export interface ServerOffer {
  version: string | null;
  operations: string[] | null;
}

export type CapabilityId = (typeof CAPABILITIES)[number]['id'];

/** What a server may or may not offer: the operation that shows it, and who brings it. */
export const CAPABILITIES = [
  { id: 'conversations', label: 'Conversations', needs: 'POST /v1/conversations', from: 'Letta 0.16.8' },
  { id: 'fork', label: 'Forks of conversations', needs: 'POST /v1/conversations/{}/fork', from: 'Letta 0.16.8' },
  { id: 'resume', label: 'Resuming a cut stream', needs: 'POST /v1/runs/{}/stream', from: 'Letta 0.16.8, with Redis' },
  { id: 'recompile', label: 'Recompiling the prompt', needs: 'POST /v1/agents/{}/recompile', from: 'Letta 0.16.8' },
  {
    id: 'preview',
    label: 'Preview of a request',
    needs: 'POST /v1/agents/{}/messages/preview-raw-payload',
    from: 'Letta 0.16.8',
  },
  { id: 'generate', label: 'Direct prompt', needs: 'POST /v1/agents/{}/generate', from: 'Letta 0.16.8' },
  { id: 'trace', label: 'Traces of steps', needs: 'GET /v1/steps/{}/trace', from: 'Letta 0.16.8' },
  { id: 'feedback', label: 'Feedback on steps', needs: 'PATCH /v1/steps/{}/feedback', from: 'Letta 0.16.8' },
  { id: 'try-tool', label: 'Trying a tool', needs: 'POST /v1/tools/run', from: 'Letta 0.16.8' },
  { id: 'mcp', label: 'MCP servers', needs: 'GET /v1/mcp-servers', from: 'Letta 0.16.8' },
  { id: 'providers', label: 'Providers of your own', needs: 'POST /v1/providers', from: 'Letta 0.16.8' },
  { id: 'archives', label: 'Archives', needs: 'GET /v1/archives', from: 'Letta 0.16.8' },
  { id: 'passage-search', label: 'Search across archives', needs: 'POST /v1/passages/search', from: 'Letta 0.16.8' },
  { id: 'agent-file', label: 'Agent files', needs: 'POST /v1/agents/import', from: 'Letta 0.16.8' },
  {
    id: 'message-search',
    label: 'Search of messages by meaning',
    needs: 'POST /v1/messages/search',
    from: 'Letta 0.16.8 with an index, or Letta Cloud',
  },
  { id: 'folders', label: 'Folders and files', needs: 'GET /v1/folders', from: 'Letta 0.16.8' },
  { id: 'identities', label: 'Identities', needs: 'GET /v1/identities', from: 'Letta 0.16.8, deprecated' },
  { id: 'groups', label: 'Groups and sleep-time agents', needs: 'GET /v1/groups', from: 'Letta 0.16.8' },
  { id: 'jobs', label: 'Jobs', needs: 'GET /v1/jobs', from: 'Letta 0.16.8' },
  { id: 'batches', label: 'Batches', needs: 'POST /v1/messages/batches', from: 'Letta 0.16.8' },
  { id: 'templates', label: 'Templates', needs: 'GET /v1/templates', from: 'Letta Cloud' },
] as const;

/** What a server offers, asked for once. A server that cannot be asked offers what is not told. */
export function serverOfferQuery(serverId: string) {
  return queryOptions({
    queryKey: ['servers', 'offer', serverId] as const,
    queryFn: ({ signal }) =>
      requestJson<ServerOffer>(`/api/servers/${encodeURIComponent(serverId)}/capabilities`, { signal }),
    staleTime: 600_000,
  });
}

/** Whether a server offers something: null where it does not say. */
export function offers({ operations }: ServerOffer, id: CapabilityId): boolean | null {
  if (operations === null) return null;
  const capability = CAPABILITIES.find((each) => each.id === id);
  return capability !== undefined && operations.includes(capability.needs);
}

/** Why something is off, in a sentence. */
export function whyOff(serverId: string, id: CapabilityId): string {
  const { label, from } = CAPABILITIES.find((each) => each.id === id) ?? { label: id, from: 'another server' };
  const who = serverId === BUILT_IN_SERVER ? 'the built-in server' : 'this server';
  return `${label}: ${who} does not offer this. ${from} does.`;
}
