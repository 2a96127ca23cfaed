import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { RequestError } from './describe-failure.ts';
import { requestJson } from './request-json.ts';
import { BUILT_IN_SERVER } from './servers.ts';

/** What a server was found to offer. `operations` is null where it does not say. */
export interface ServerOffer {
  version: string | null;
  operations: string[] | null;
}

interface Capability {
  label: string;
  /** The operations that show it: any of them, for some have moved. */
  needs: readonly string[];
  /** Who brings it. */
  from: string;
  /** The version it came with, for servers that tell nothing but their version. */
  since?: string;
}

export type CapabilityId = keyof typeof CAPABILITIES;

const LETTA = 'Letta 0.16.8';

/** What a server may or may not offer. */
export const CAPABILITIES = {
  conversations: { label: 'Conversations', needs: ['POST /v1/conversations'], from: 'Letta 0.16.2', since: '0.16.2' },
  fork: { label: 'Forks of conversations', needs: ['POST /v1/conversations/{}/fork'], from: LETTA },
  async: { label: 'Sending without waiting', needs: ['POST /v1/agents/{}/messages/async'], from: LETTA },
  resume: { label: 'Resuming a cut stream', needs: ['POST /v1/runs/{}/stream'], from: `${LETTA}, with Redis` },
  reset: { label: 'Emptying the context window', needs: ['PATCH /v1/agents/{}/reset-messages'], from: LETTA },
  compact: { label: 'Compacting by hand', needs: ['POST /v1/agents/{}/summarize'], from: LETTA },
  recompile: { label: 'Recompiling the prompt', needs: ['POST /v1/agents/{}/recompile'], from: LETTA },
  preview: {
    label: 'Preview of a request',
    needs: ['POST /v1/agents/{}/messages/preview-raw-payload'],
    from: LETTA,
  },
  generate: { label: 'Direct prompt', needs: ['POST /v1/agents/{}/generate'], from: 'Letta 0.16.5', since: '0.16.5' },
  steps: { label: 'Steps of all runs', needs: ['GET /v1/steps'], from: LETTA },
  trace: { label: 'Traces of steps', needs: ['GET /v1/steps/{}/trace', 'GET /v1/telemetry/{}'], from: LETTA },
  spans: { label: 'Spans of runs', needs: ['GET /v1/runs/{}/trace'], from: `${LETTA}, with ClickHouse` },
  feedback: { label: 'Feedback on steps', needs: ['PATCH /v1/steps/{}/feedback'], from: LETTA },
  'try-tool': { label: 'Trying a tool', needs: ['POST /v1/tools/run'], from: LETTA },
  'try-with-agent': {
    label: 'Trying a tool with its agent',
    needs: ['POST /v1/agents/{}/tools/{}/run'],
    from: LETTA,
  },
  'base-tools': { label: "Restoring Letta's own tools", needs: ['POST /v1/tools/add-base-tools'], from: LETTA },
  mcp: { label: 'MCP servers', needs: ['GET /v1/mcp-servers', 'GET /v1/tools/mcp/servers'], from: LETTA },
  'mcp-test': { label: 'Trying an MCP server', needs: ['POST /v1/tools/mcp/servers/test'], from: LETTA },
  providers: { label: 'Providers of your own', needs: ['POST /v1/providers'], from: LETTA },
  archives: { label: 'Archives', needs: ['GET /v1/archives'], from: LETTA },
  'passage-search': { label: 'Search across archives', needs: ['POST /v1/passages/search'], from: LETTA },
  'agent-file': { label: 'Import of agent files', needs: ['POST /v1/agents/import'], from: LETTA },
  'agent-export': { label: 'Export of agent files', needs: ['GET /v1/agents/{}/export'], from: LETTA },
  'message-search': {
    label: 'Search of messages by meaning',
    needs: ['POST /v1/agents/messages/search'],
    from: `${LETTA} that has an index, or Letta Cloud`,
  },
  folders: { label: 'Folders and files', needs: ['GET /v1/folders'], from: LETTA },
  identities: { label: 'Identities', needs: ['GET /v1/identities'], from: `${LETTA}, deprecated` },
  groups: { label: 'Groups and sleep-time agents', needs: ['GET /v1/groups'], from: LETTA },
  jobs: { label: 'Jobs', needs: ['GET /v1/jobs'], from: LETTA },
  batches: { label: 'Batches', needs: ['POST /v1/messages/batches'], from: LETTA },
  templates: { label: 'Templates', needs: ['GET /v1/templates'], from: 'Letta Cloud' },
} as const satisfies Record<string, Capability>;

export const CAPABILITY_IDS = Object.keys(CAPABILITIES) as CapabilityId[];

/** What a server offers, asked for once. A server that cannot be asked offers what is not told. */
export function serverOfferQuery(serverId: string) {
  return queryOptions({
    queryKey: ['servers', 'offer', serverId] as const,
    queryFn: ({ signal }) =>
      requestJson<ServerOffer>(`/api/servers/${encodeURIComponent(serverId)}/capabilities`, { signal }),
    staleTime: 600_000,
  });
}

/** Whether a server offers something: null where neither its operations nor its version tell. */
export function offers({ version, operations }: ServerOffer, id: CapabilityId): boolean | null {
  const { needs, since }: Capability = CAPABILITIES[id];
  if (operations !== null) return needs.some((operation) => operations.includes(operation));
  return since !== undefined && isOlder(version, since) ? false : null;
}

/** Why something is off, in a sentence. */
export function whyOff(serverId: string, id: CapabilityId): string {
  const { label, from } = CAPABILITIES[id];
  const who = serverId === BUILT_IN_SERVER ? 'the built-in server' : 'this server';
  return `${label}: ${who} does not offer this. It comes with ${from}.`;
}

/**
 * For a call in the middle of others, which does not wait to know: throws RequestError 501 with the reason where the
 * server was found to lack what it needs.
 */
export function refuseMissing(client: QueryClient, serverId: string, id: CapabilityId): void {
  const offer = client.getQueryData(serverOfferQuery(serverId).queryKey);
  if (offer && offers(offer, id) === false)
    throw new RequestError(501, { error: { message: whyOff(serverId, id), next: '' } });
}

/** Whether a version is below another; one that cannot be read is not. */
function isOlder(version: string | null, since: string): boolean {
  const [mine, theirs] = [version ?? '', since].map((text) => /^\d+\.\d+\.\d+/.exec(text)?.[0].split('.').map(Number));
  const differs = theirs?.findIndex((part, index) => mine?.[index] !== part) ?? -1;
  return mine !== undefined && differs !== -1 && (mine[differs] ?? 0) < (theirs?.[differs] ?? 0);
}
