import type { QueryClient } from '@tanstack/react-query';
import type { AgentEvidence, Known, McpAnswer } from '#lib/agent-doctor/agent-evidence.ts';
import { originOf, serverOf } from '#lib/agent-doctor/mcp-origin.ts';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { type ThreadRef, wholeAgentQuery } from './agents.ts';
import { agentBlocksQuery } from './blocks.ts';
import { type CapabilityId, offers, refuseMissing, serverOfferQuery, whyOff } from './capabilities.ts';
import { threadContextQuery } from './context-window.ts';
import { serverPath } from './create-letta-client.ts';
import { describeFailure, type Failure, isMissingRoute, statusOf } from './describe-failure.ts';
import { describeMcpFailure } from './describe-mcp-failure.ts';
import { driftQuery } from './drift.ts';
import { mcpOffersQuery, mcpServersQuery } from './mcp-servers.ts';
import { embeddingModelsQuery, modelHandle, modelsQuery } from './models.ts';
import { requestJson } from './request-json.ts';
import { isOver, type Run } from './runs.ts';
import { agentToolsQuery, type Tool } from './tools.ts';

/** What is read of an agent before it is judged, in words. */
export const SOURCES = {
  agent: 'Agent, with its approvals and rules',
  runs: 'Runs',
  tools: 'Tools',
  mcp: 'MCP servers',
  models: 'Models',
  blocks: 'Memory blocks',
  context: 'Running prompt and context window',
} as const;

export type SourceId = keyof typeof SOURCES;

interface ReadOptions {
  onRead: (source: SourceId) => void;
  signal: AbortSignal;
}

const NEWEST_RUNS = 50;
const MOST_ACTIVE = 10;

/**
 * Reads anew all that is to be known of an agent. What cannot be read is noted with the reason; only without the agent
 * itself there is nothing to judge, and it throws. Aborted, it breaks off; what was asked may still be answered.
 */
export async function readAgentEvidence(
  client: QueryClient,
  ref: ThreadRef,
  { onRead, signal }: ReadOptions,
): Promise<AgentEvidence> {
  const { serverId } = ref;
  const read = async <T>(source: SourceId, reading: Promise<T>): Promise<T> => {
    const value = await unlessAborted(reading, signal);
    if (!signal.aborted) onRead(source);
    return value;
  };
  const fresh = { staleTime: 0 } as const;
  const tools = known(client.fetchQuery({ ...agentToolsQuery(ref), ...fresh }));
  const [agent, runs, attached, mcp, models, blocks, thread] = await Promise.all([
    read('agent', client.fetchQuery({ ...wholeAgentQuery(ref), ...fresh })),
    read('runs', readRuns(ref, signal)),
    read('tools', tools),
    read(
      'mcp',
      tools.then((answer) => readMcp(client, serverId, 'value' in answer ? answer.value : [])),
    ),
    read('models', readModels(client, serverId)),
    read('blocks', known(client.fetchQuery({ ...agentBlocksQuery(ref), ...fresh }))),
    read('context', readThread(client, ref)),
  ]);
  return {
    now: Date.now(),
    conversationId: ref.conversationId,
    agent,
    tools: attached,
    blocks,
    ...runs,
    ...models,
    ...mcp,
    ...thread,
  };
}

async function known<T>(reading: Promise<T>): Promise<Known<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    return { problem: inWords(describeFailure(error)) };
  }
}

function inWords({ title, message }: Failure): string {
  return `${title.replace(/\.$/, '')}. ${message}`.trim();
}

/** The same, for what servers may lack: one that was found to is not asked. */
async function knownIfOffered<T>(
  client: QueryClient,
  { serverId, needs }: { serverId: string; needs: CapabilityId },
  read: () => Promise<T>,
): Promise<Known<T>> {
  const offer = await client.ensureQueryData(serverOfferQuery(serverId)).catch(() => null);
  if (offer && offers(offer, needs) === false) return { problem: whyOff(serverId, needs) };
  return await known(read());
}

async function unlessAborted<T>(reading: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    reading.then(resolve, reject);
  });
}

async function readRuns(ref: ThreadRef, signal: AbortSignal): Promise<Pick<AgentEvidence, 'runs' | 'activeRuns'>> {
  const [runs, activeRuns] = await Promise.all([
    known(listRuns(ref, [['limit', String(NEWEST_RUNS)]], signal)),
    known(readActiveRuns(ref, signal)),
  ]);
  return { runs, activeRuns };
}

async function readActiveRuns(ref: ThreadRef, signal: AbortSignal) {
  const statuses: [string, string][] = [
    ['statuses', 'created'],
    ['statuses', 'running'],
  ];
  const listed = await listRuns(ref, [...statuses, ['limit', String(MOST_ACTIVE)]], signal);
  // A server that does not know the filter answers with all.
  const active = listed.filter((run) => !isOver(run));
  return await Promise.all(
    active.map(async (run) => ({ run, lastMessageAt: await known(readLastMessageDate(ref, run.id, signal)) })),
  );
}

function listRuns({ serverId, agentId }: ThreadRef, params: [string, string][], signal: AbortSignal): Promise<Run[]> {
  const query = new URLSearchParams([['agent_id', agentId], ['order', 'desc'], ...params]);
  return requestJson<Run[]>(`${serverPath(serverId)}/v1/runs/?${query}`, { signal });
}

async function readLastMessageDate({ serverId }: ThreadRef, runId: string, signal: AbortSignal) {
  const path = `${serverPath(serverId)}/v1/runs/${encodeURIComponent(runId)}/messages?order=desc&limit=1`;
  const messages = await requestJson<LettaMessage[]>(path, { signal });
  return messages[0]?.date ?? null;
}

async function readModels(
  client: QueryClient,
  serverId: string,
): Promise<Pick<AgentEvidence, 'models' | 'embeddings'>> {
  const [models, embeddings] = await Promise.all([
    known(client.fetchQuery({ ...modelsQuery(serverId), staleTime: 0 }).then((list) => list.map(modelHandle))),
    known(client.fetchQuery({ ...embeddingModelsQuery(serverId), staleTime: 0 }).then(handlesOf)),
  ]);
  return { models, embeddings };
}

function handlesOf(models: { handle?: string | null }[]): string[] {
  return models.flatMap(({ handle }) => handle ?? []);
}

/** Only the servers of these tools are asked: each question connects to one. */
async function readMcp(
  client: QueryClient,
  serverId: string,
  tools: Tool[],
): Promise<Pick<AgentEvidence, 'mcpServers' | 'mcpAnswers'>> {
  const origins = tools.flatMap((tool) => originOf(tool) ?? []);
  if (origins.length === 0) return { mcpServers: { value: [] }, mcpAnswers: {} };
  const mcpServers = await knownIfOffered(client, { serverId, needs: 'mcp' }, () =>
    client.fetchQuery({ ...mcpServersQuery(serverId), staleTime: 0 }),
  );
  if (!('value' in mcpServers)) return { mcpServers, mcpAnswers: {} };
  const names = new Set(origins.flatMap((origin) => serverOf(origin, mcpServers.value)?.name ?? []));
  const answers = await Promise.all(
    [...names].map(async (name) => [name, await askMcp(client, serverId, name)] as const),
  );
  return { mcpServers, mcpAnswers: Object.fromEntries(answers) };
}

async function askMcp(client: QueryClient, serverId: string, name: string): Promise<McpAnswer> {
  try {
    refuseMissing(client, serverId, 'mcp-test');
    const offered = await client.fetchQuery({ ...mcpOffersQuery(serverId, name), staleTime: 0 });
    return { value: offered.map((tool) => tool.name) };
  } catch (error) {
    const words = inWords(describeMcpFailure(error));
    // Only an answer tells of the MCP server; silence, or no such question, tells of the one in between.
    return statusOf(error) === undefined || isMissingRoute(error) ? { problem: words } : { refusal: words };
  }
}

async function readThread(client: QueryClient, ref: ThreadRef): Promise<Pick<AgentEvidence, 'context' | 'drift'>> {
  const context = await known(client.fetchQuery({ ...threadContextQuery(ref), staleTime: 0 }));
  const drift = await knownIfOffered(client, { serverId: ref.serverId, needs: 'recompile' }, () =>
    client.fetchQuery({ ...driftQuery(ref), staleTime: 0 }),
  );
  return { context, drift };
}
