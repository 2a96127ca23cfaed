import type { Insertable } from 'kysely';
import { newId } from '#server/embedded/ids.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import type { McpServerRow } from '#server/embedded/store/mcp-servers.ts';
import type { Schema } from '#server/embedded/store/schema.ts';
import type { ToolRow } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import { toolHash } from '#server/embedded/tools/tool-hash.ts';
import type { McpTool } from './open-connection.ts';
import { judgeSchema } from './schema-health.ts';

/** Where a tool of the library comes from. */
export interface McpOrigin {
  server_name: string;
  server_id: string;
  /** What the server calls the tool, where it has another name here. */
  tool_name?: string;
}

const LONGEST_NAME = 64;
const HEARTBEAT = {
  type: 'boolean',
  description: 'Whether to go on right after this call. It is not passed to the tool.',
};

/** The tool type of everything that is called through an MCP server. */
export const MCP_TOOL_TYPE = 'external_mcp';

/** The MCP server a tool belongs to; null for every other tool. */
export function originOf(tool: Pick<ToolRow, 'tool_type' | 'metadata_'>): McpOrigin | null {
  if (tool.tool_type !== MCP_TOOL_TYPE) return null;
  return fromJson<{ mcp?: McpOrigin }>(tool.metadata_).mcp ?? null;
}

/** What the MCP server of a tool calls it. */
export function nameAtServer(tool: Pick<ToolRow, 'name' | 'tool_type' | 'metadata_'>): string {
  return originOf(tool)?.tool_name ?? tool.name;
}

/** The names a tool may get here, the best first: models take only letters, digits, hyphens and underscores. */
export function possibleNames(server: Pick<McpServerRow, 'server_name'>, tool: McpTool): string[] {
  return [toLegalName(tool.name), toLegalName(`${server.server_name}_${tool.name}`)].filter((name) => name !== '');
}

/** The parameters of a tool as the model should see them: nothing here reads the flag that other clients look for. */
export function parametersForModel(tool: ToolRow, parameters: Record<string, unknown>): Record<string, unknown> {
  const { properties, required } = parameters;
  if (!originOf(tool) || typeof properties !== 'object' || properties === null || !Array.isArray(required))
    return parameters;
  const { request_heartbeat: _heartbeat, ...own } = { ...properties, request_heartbeat: null };
  return { ...parameters, properties: own, required: required.filter((name) => name !== 'request_heartbeat') };
}

/** A tool of an MCP server as a row of the library. */
export function toMcpToolRow(
  server: Pick<McpServerRow, 'id' | 'server_name'>,
  tool: McpTool,
  name: string,
): Insertable<Schema['tools']> {
  // Other clients look for a source; this server never runs it.
  const source = `def ${name.replaceAll('-', '_')}(**kwargs):\n    raise RuntimeError("This tool runs on its MCP server.")`;
  const origin: McpOrigin = { server_name: server.server_name, server_id: server.id };
  if (name !== tool.name) origin.tool_name = tool.name;
  return {
    id: newId('tool'),
    name,
    tool_type: MCP_TOOL_TYPE,
    description: tool.description ?? null,
    source_type: 'python',
    source_code: source,
    json_schema: JSON.stringify(toJsonSchema(tool, name)),
    args_json_schema: '{}',
    tags: JSON.stringify([`mcp:${server.server_name}`]),
    return_char_limit: 50_000,
    pip_requirements: null,
    npm_requirements: null,
    default_requires_approval: null,
    enable_parallel_execution: 0,
    metadata_: JSON.stringify({ mcp: origin, tool_hash: toolHash(source) }),
    created_at: nowIso(),
  };
}

function toJsonSchema(tool: McpTool, name: string) {
  const { $schema: _dialect, ...schema } = tool.inputSchema;
  const parameters = {
    ...schema,
    properties: { ...schema.properties, request_heartbeat: HEARTBEAT },
    required: [...(schema.required ?? []), 'request_heartbeat'],
    additionalProperties: schema['additionalProperties'] ?? false,
  };
  const { status, reasons } = judgeSchema(parameters);
  return {
    name,
    description: tool.description ?? '',
    parameters,
    'mcp:SCHEMA_STATUS': status,
    'mcp:SCHEMA_WARNINGS': reasons,
  };
}

function toLegalName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, LONGEST_NAME);
}
