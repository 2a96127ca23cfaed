import type { Insertable } from 'kysely';
import { derivePythonSchema, PythonSchemaError } from '#lib/python-schema/derive-python-schema.ts';
import { newId } from '#server/embedded/ids.ts';
import { MCP_TOOL_TYPE } from '#server/embedded/mcp/mcp-tool-row.ts';
import { toFlag, toNullableJson } from '#server/embedded/store/json-column.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import type { Schema } from '#server/embedded/store/schema.ts';
import { type ToolRow, toolsByName, upsertTool } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { toolHash } from '#server/embedded/tools/tool-hash.ts';
import type { AgentFileTool } from './agent-file-schema.ts';
import { importFailed } from './import-failed.ts';

/** What to do with a tool whose name is taken by another custom tool. */
export type TakenTools = 'replace' | 'keep';

/**
 * Brings the tools of a file into the library, by their names. Tools of this server and of MCP servers are never changed,
 * and never made: one that is not here is null. Throws 400 for a custom tool that could not run, or whose name an MCP tool has.
 */
export async function importTools(
  db: Database,
  tools: AgentFileTool[],
  taken: TakenTools,
): Promise<Map<string, ToolRow | null>> {
  const imported = new Map<string, ToolRow | null>();
  for (const tool of tools) imported.set(tool.id, await importTool(db, tool, taken));
  return imported;
}

async function importTool(db: Database, tool: AgentFileTool, taken: TakenTools): Promise<ToolRow | null> {
  const schema = schemaOf(tool);
  const name = tool.name ?? schema['name'];
  if (typeof name !== 'string' || name === '') throw importFailed(`The tool '${tool.id}' has no name.`);
  const [present] = await toolsByName(db, [name]);
  if (tool.tool_type !== 'custom') return present && isSameKind(tool, present) ? present : null;
  if (present && isMcp(present)) throw importFailed(`The name '${name}' belongs to a tool of an MCP server here.`);
  if (present && (taken === 'keep' || present.tool_type !== 'custom')) return present;
  return await upsertTool(db, toRow(tool, name, schema));
}

/** Which of its own tools a server counts to which kind differs from version to version. */
function isSameKind(tool: AgentFileTool, present: ToolRow): boolean {
  return present.tool_type !== 'custom' && isMcp(tool) === isMcp(present);
}

function isMcp({ tool_type }: { tool_type: string }): boolean {
  return tool_type === MCP_TOOL_TYPE;
}

function toRow(tool: AgentFileTool, name: string, schema: Record<string, unknown>): Insertable<Schema['tools']> {
  const { source_code } = tool;
  if (!source_code) throw importFailed(`The tool '${name}' has no source code.`);
  return {
    id: newId('tool'),
    name,
    tool_type: 'custom',
    description: tool.description ?? null,
    source_type: tool.source_type ?? 'python',
    source_code,
    json_schema: JSON.stringify(schema),
    args_json_schema: toNullableJson(tool.args_json_schema),
    tags: JSON.stringify(tool.tags),
    return_char_limit: tool.return_char_limit,
    pip_requirements: toNullableJson(tool.pip_requirements),
    npm_requirements: toNullableJson(tool.npm_requirements),
    default_requires_approval: toFlag(tool.default_requires_approval),
    enable_parallel_execution: Number(tool.enable_parallel_execution ?? false),
    metadata_: JSON.stringify({ ...tool.metadata_, tool_hash: toolHash(source_code) }),
    created_at: nowIso(),
  };
}

/** The schema in the file, or what its source says. Nothing is executed. */
function schemaOf(tool: AgentFileTool): Record<string, unknown> {
  if (tool.json_schema) return tool.json_schema;
  if (tool.tool_type !== 'custom' || !tool.source_code || tool.source_type === 'typescript') return {};
  try {
    return { ...derivePythonSchema(tool.source_code) };
  } catch (error) {
    if (error instanceof PythonSchemaError)
      throw importFailed(`The tool '${tool.name ?? tool.id}' has no schema, and its source: ${error.wireMessage}`);
    throw error;
  }
}
