import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { lettaClient, serverPath } from './create-letta-client.ts';
import { statusOf } from './describe-failure.ts';
import { type McpConfig, type McpServer, toMcpServer, toWireFields, type WireMcpServer } from './mcp-config.ts';
import { fromLibrary, fromOffer, type McpTool, type OfferedTool } from './mcp-tools.ts';
import { requestJson } from './request-json.ts';
import { runAt, type ToolRun } from './tool-runs.ts';
import { refreshAgentTools, type Tool, toolKeys } from './tools.ts';

/** What a person enters for an MCP server. */
export interface McpServerInput {
  name: string;
  config: McpConfig;
}

/** The names of the tools that a refresh changed. */
export interface RefreshSummary {
  added: string[];
  updated: string[];
  deleted: string[];
}

const mcpKeys = {
  all: (serverId: string) => ['mcp', serverId] as const,
  list: (serverId: string) => [...mcpKeys.all(serverId), 'list'] as const,
  item: (serverId: string, key: string) => [...mcpKeys.all(serverId), 'item', key] as const,
  tools: (serverId: string, key: string) => [...mcpKeys.all(serverId), 'tools', key] as const,
  offers: (serverId: string, name: string) => [...mcpKeys.all(serverId), 'offers', name] as const,
};

/** Every MCP server. Letta before 0.16 has only the older API, which names them instead of giving ids. */
export function mcpServersQuery(serverId: string) {
  return queryOptions({
    queryKey: mcpKeys.list(serverId),
    queryFn: async ({ signal }) => {
      const wire = await orOlder(
        () => requestJson<WireMcpServer[]>(newerPath(serverId), { signal }),
        async () => Object.values(await requestJson<Record<string, WireMcpServer>>(olderPath(serverId), { signal })),
      );
      return wire.map(toMcpServer);
    },
  });
}

/** One MCP server, by its id or, with the older API, its name. */
export function mcpServerQuery(serverId: string, key: string) {
  return queryOptions({
    queryKey: mcpKeys.item(serverId, key),
    queryFn: async ({ signal }) => {
      if (isId(key)) return toMcpServer(await requestJson<WireMcpServer>(newerPath(serverId, key), { signal }));
      const known = await requestJson<Record<string, WireMcpServer>>(olderPath(serverId), { signal });
      const found = Object.values(known).find((each) => each.server_name === key);
      if (!found) throw new Error(`There is no MCP server named ${key} any more.`);
      return toMcpServer(found);
    },
  });
}

/** The tools of an MCP server; the newer API has them in the library, the older one asks the server. */
export function mcpToolsQuery(serverId: string, { key, name }: McpServer) {
  return queryOptions({
    queryKey: mcpKeys.tools(serverId, key),
    queryFn: async ({ signal }): Promise<McpTool[]> =>
      isId(key)
        ? (await requestJson<Tool[]>(newerPath(serverId, key, 'tools'), { signal })).map(fromLibrary)
        : (await listOffers(serverId, name, signal)).map(fromOffer),
  });
}

/** What the server itself says of its tools now; only the older API tells titles and habits. */
export function mcpOffersQuery(serverId: string, name: string) {
  return queryOptions({
    queryKey: mcpKeys.offers(serverId, name),
    queryFn: ({ signal }) => listOffers(serverId, name, signal),
    // It connects to the server: not with every look at the page, and not again when it fails.
    staleTime: 60_000,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** Connects to a server that is not saved, and lists its tools. Hidden secrets are those saved under the name. */
export async function testMcpServer(
  serverId: string,
  { name, config }: McpServerInput,
  signal: AbortSignal,
): Promise<OfferedTool[]> {
  const body = { server_name: name, type: config.kind, ...toWireFields(config) };
  const answer = await requestJson<OfferedTool[] | { tools?: OfferedTool[] }>(olderPath(serverId, 'test'), {
    method: 'POST',
    body,
    signal,
  });
  return Array.isArray(answer) ? answer : (answer.tools ?? []);
}

/** Adds an MCP server, or changes one. A hidden secret stays what it is. Resolves with its key. */
export function saveMcpServerMutation(serverId: string, server: McpServer | null) {
  return mutationOptions({
    mutationFn: async (input: McpServerInput): Promise<string> =>
      server === null ? await createMcpServer(serverId, input) : await updateMcpServer(serverId, server, input),
    onSuccess: async (key, { name }, _result, { client }) => {
      const changed = [
        mcpKeys.list(serverId),
        mcpKeys.item(serverId, key),
        mcpKeys.tools(serverId, key),
        toolKeys.all(serverId),
        // Nobody may ask by a name that is no longer one.
        ...(server?.name === name ? [mcpKeys.offers(serverId, name)] : []),
      ];
      await Promise.all(changed.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
}

async function createMcpServer(serverId: string, { name, config }: McpServerInput): Promise<string> {
  const fields = toWireFields(config);
  return await orOlder(
    async () => {
      const body = { server_name: name, config: { mcp_server_type: config.kind, ...fields } };
      return toMcpServer(await requestJson<WireMcpServer>(newerPath(serverId), { method: 'POST', body })).key;
    },
    async () => {
      await requestJson(olderPath(serverId), {
        method: 'PUT',
        body: { server_name: name, type: config.kind, ...fields },
      });
      return name;
    },
  );
}

async function updateMcpServer(serverId: string, server: McpServer, { name, config }: McpServerInput): Promise<string> {
  const fields = toWireFields(config);
  if (isId(server.key)) {
    const body = { server_name: name, config: { mcp_server_type: config.kind, ...fields } };
    await requestJson(newerPath(serverId, server.key), { method: 'PATCH', body });
    return server.key;
  }
  const body = { server_name: name, type: config.kind, ...fields };
  await requestJson(olderPath(serverId, server.name), { method: 'PATCH', body });
  return name;
}

/** Removes an MCP server; its tools go from the library and from all agents. */
export function deleteMcpServerMutation(serverId: string) {
  return mutationOptions({
    mutationFn: ({ key, name }: McpServer) =>
      requestJson(isId(key) ? newerPath(serverId, key) : olderPath(serverId, name), { method: 'DELETE' }),
    onSuccess: async (_answer, { key }, _result, { client }) => {
      // Nobody may ask for a server that is gone.
      client.setQueryData(mcpServersQuery(serverId).queryKey, (known) => known?.filter((each) => each.key !== key));
      await Promise.all([
        client.invalidateQueries({ queryKey: mcpKeys.list(serverId) }),
        client.invalidateQueries({ queryKey: toolKeys.all(serverId) }),
      ]);
    },
  });
}

/** Reads the tools of an MCP server again; with an agent, its variables fill the templates. */
export function refreshMcpServerMutation(serverId: string, { key, name }: McpServer) {
  return mutationOptions({
    mutationFn: async (agentId: string | null): Promise<RefreshSummary> => {
      const query = agentId ? `?agent_id=${encodeURIComponent(agentId)}` : '';
      const answer = isId(key)
        ? await requestJson<Partial<RefreshSummary>>(newerPath(serverId, key, 'refresh') + query, { method: 'PATCH' })
        : await requestJson<Partial<RefreshSummary>>(olderPath(serverId, name, 'resync') + query, { method: 'POST' });
      return { added: answer.added ?? [], updated: answer.updated ?? [], deleted: answer.deleted ?? [] };
    },
    onSuccess: (_summary, _agent, _result, { client }) => refreshMcpQueries(client, serverId),
  });
}

/** Gives an agent a tool of an MCP server; one that is not in the library is put there first. */
export function attachMcpToolMutation(serverId: string, server: McpServer) {
  return mutationOptions({
    mutationFn: async ({ agentId, tool }: { agentId: string; tool: McpTool }) => {
      const id = tool.id ?? (await addToLibrary(serverId, server.name, tool.name)).id;
      await lettaClient(serverId).agents.tools.attach(id, { agent_id: agentId });
    },
    onSuccess: async (_answer, { agentId }, _result, { client }) => {
      await Promise.all([
        refreshAgentTools(client, { serverId, agentId }),
        client.invalidateQueries({ queryKey: mcpKeys.all(serverId) }),
      ]);
    },
  });
}

/** Runs a tool of an MCP server without an agent. Throws RequestError. */
export async function runMcpTool(
  { serverId, server, tool }: { serverId: string; server: McpServer; tool: McpTool },
  args: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ToolRun> {
  const path =
    tool.id !== null && isId(server.key)
      ? newerPath(serverId, server.key, 'tools', tool.id, 'run')
      : olderPath(serverId, server.name, 'tools', tool.name, 'execute');
  return await runAt(path, { args }, signal);
}

/** Whether a key is an id of the newer API; a name is the older one's. */
export function isId(key: string): boolean {
  return /^mcp_server-[0-9a-f-]{36}$/.test(key);
}

/** Asks the newer API; where the server does not know it, the older one. */
async function orOlder<T>(newer: () => Promise<T>, older: () => Promise<T>): Promise<T> {
  try {
    return await newer();
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 405) return await older();
    throw error;
  }
}

function listOffers(serverId: string, name: string, signal: AbortSignal): Promise<OfferedTool[]> {
  return requestJson<OfferedTool[]>(olderPath(serverId, name, 'tools'), { signal });
}

function addToLibrary(serverId: string, serverName: string, toolName: string): Promise<Tool> {
  return requestJson<Tool>(olderPath(serverId, serverName, toolName), { method: 'POST' });
}

/** Everything that was read of MCP servers and their tools is out of date. */
export async function refreshMcpQueries(client: QueryClient, serverId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: mcpKeys.all(serverId) }),
    client.invalidateQueries({ queryKey: toolKeys.all(serverId) }),
  ]);
}

function newerPath(serverId: string, ...parts: string[]): string {
  return `${serverPath(serverId)}/v1/mcp-servers/${parts.map(encodeURIComponent).join('/')}`;
}

function olderPath(serverId: string, ...parts: string[]): string {
  return [`${serverPath(serverId)}/v1/tools/mcp/servers`, ...parts.map(encodeURIComponent)].join('/');
}
