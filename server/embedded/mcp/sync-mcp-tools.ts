import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { type McpServerRow, requireMcpServer } from '#server/embedded/store/mcp-servers.ts';
import {
  deleteTool,
  listTools,
  type ToolRow,
  toolsByName,
  updateTool,
  upsertTool,
} from '#server/embedded/store/tools.ts';
import { McpFailure } from './mcp-failure.ts';
import { MCP_TOOL_TYPE, nameAtServer, originOf, possibleNames, toMcpToolRow } from './mcp-tool-row.ts';
import type { McpTool } from './open-connection.ts';

/** The names of the tools that changed, in Letta's own field names. */
export interface SyncSummary {
  deleted: string[];
  updated: string[];
  added: string[];
}

const EVERY = { limit: 0, order: 'asc' } as const;

/** The tools of an MCP server that the library has, in the order they were added. */
export async function listMcpTools({ db }: Pick<EmbeddedContext, 'db'>, serverId: string): Promise<ToolRow[]> {
  const tools = await listTools(db, { toolTypes: [MCP_TOOL_TYPE] }, EVERY);
  return tools.filter((tool) => originOf(tool)?.server_id === serverId);
}

/**
 * Makes the library have exactly the tools an MCP server has now. A tool that stays keeps its id, its agents and its
 * settings. Throws 404 when the server is gone.
 */
export async function syncMcpTools(
  context: EmbeddedContext,
  server: McpServerRow,
  offered: McpTool[],
): Promise<SyncSummary> {
  // Two at a time would take each other's tools for strangers.
  return await context.db.transaction().execute((db) => syncInside({ ...context, db }, server, offered));
}

async function syncInside(context: EmbeddedContext, { id }: McpServerRow, offered: McpTool[]): Promise<SyncSummary> {
  const summary: SyncSummary = { deleted: [], updated: [], added: [] };
  // It may have been renamed or deleted while it was asked.
  const server = await requireMcpServer(context.db, id);
  const present = new Map((await listMcpTools(context, server.id)).map((tool) => [nameAtServer(tool), tool]));
  for (const [name, tool] of present) {
    if (offered.some((each) => each.name === name)) continue;
    await deleteTool(context.db, tool.id);
    summary.deleted.push(tool.name);
  }
  for (const tool of new Map(offered.map((each) => [each.name, each])).values()) {
    const known = present.get(tool.name);
    if (known) {
      if (await changeTool(context, server, { known, tool })) summary.updated.push(known.name);
    } else {
      const added = await insertTool(context, server, tool);
      if (added) summary.added.push(added.name);
    }
  }
  return summary;
}

/**
 * Adds one tool to the library, under a name that no other tool has; undefined if there is none. The tool itself, if it
 * is there already.
 */
export async function addMcpTool(
  context: EmbeddedContext,
  server: McpServerRow,
  tool: McpTool,
): Promise<ToolRow | undefined> {
  return await context.db.transaction().execute(async (db) => {
    const inside = { ...context, db };
    const known = (await listMcpTools(inside, server.id)).find((each) => nameAtServer(each) === tool.name);
    return known ?? (await insertTool(inside, server, tool));
  });
}

/** Removes the tools of a server from the library and from all agents. */
export async function deleteMcpTools(context: EmbeddedContext, serverId: string): Promise<void> {
  for (const tool of await listMcpTools(context, serverId)) await deleteTool(context.db, tool.id);
}

/** An MCP server may be added before it can be reached. */
export async function syncQuietly(
  context: EmbeddedContext,
  server: McpServerRow,
  listOffered: () => Promise<McpTool[]>,
): Promise<void> {
  try {
    await syncMcpTools(context, server, await listOffered());
  } catch (error) {
    // The sentence may repeat what the server said; it is told to whoever asks for a refresh.
    const reason = error instanceof McpFailure ? error.kind : String(error);
    context.log(`The tools of the MCP server ${server.id} are not known yet: ${reason}`);
  }
}

async function insertTool(context: EmbeddedContext, server: McpServerRow, tool: McpTool): Promise<ToolRow | undefined> {
  const names = possibleNames(server, tool);
  const taken = (await toolsByName(context.db, names)).map((each) => each.name);
  const name = names.find((each) => !taken.includes(each));
  if (name !== undefined) return await upsertTool(context.db, toMcpToolRow(server, tool, name));
  context.log(`A tool of the MCP server ${server.id} was left out: other tools have its name.`);
  return undefined;
}

async function changeTool(
  { db }: EmbeddedContext,
  server: McpServerRow,
  { known, tool }: { known: ToolRow; tool: McpTool },
): Promise<boolean> {
  const { description, json_schema, metadata_, tags } = toMcpToolRow(server, tool, known.name);
  const hasChanged = known.json_schema !== json_schema || known.description !== description;
  const isRenamed = originOf(known)?.server_name !== server.server_name;
  if (!hasChanged && !isRenamed) return false;
  // What people have tagged stays; the tag of the server follows its name.
  const own = fromJson<string[]>(known.tags).filter((tag) => !tag.startsWith('mcp:'));
  const allTags = JSON.stringify([...fromJson<string[]>(tags), ...own]);
  await updateTool(db, known.id, { description: description ?? null, json_schema, metadata_, tags: allTags });
  return hasChanged;
}
