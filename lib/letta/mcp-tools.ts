import type { Tool } from './tools.ts';

/** What a server says of a tool's habits. Nobody checks it. */
export interface McpAnnotations {
  title?: string | null;
  readOnlyHint?: boolean | null;
  destructiveHint?: boolean | null;
  idempotentHint?: boolean | null;
  openWorldHint?: boolean | null;
}

/** Whether a model can be held to a tool's schema. */
export interface SchemaHealth {
  status: string;
  reasons: string[];
}

/** A tool as its server offers it. */
export interface OfferedTool {
  name: string;
  title?: string | null;
  description?: string | null;
  inputSchema?: unknown;
  outputSchema?: unknown;
  annotations?: McpAnnotations | null;
  health?: { status: string; reasons?: string[] | null } | null;
}

/** A tool of an MCP server, with what is known of it. */
export interface McpTool {
  /** What its server calls it. */
  name: string;
  /** What agents call it. */
  libraryName: string;
  /** Its id in the tool library; null while it is not there. */
  id: string | null;
  title: string | null;
  description: string;
  inputSchema: unknown;
  outputSchema: unknown;
  annotations: McpAnnotations;
  health: SchemaHealth | null;
}

/** A tool of the library that belongs to an MCP server. */
export function fromLibrary(tool: Tool): McpTool {
  const schema: Record<string, unknown> = tool.json_schema ?? {};
  const status = schema['mcp:SCHEMA_STATUS'];
  const warnings = schema['mcp:SCHEMA_WARNINGS'];
  const libraryName = tool.name ?? '';
  return {
    name: nameAtServer(tool) ?? libraryName,
    libraryName,
    id: tool.id,
    title: null,
    description: tool.description ?? '',
    inputSchema: schema['parameters'] ?? {},
    outputSchema: null,
    annotations: {},
    health:
      typeof status === 'string' ? { status, reasons: Array.isArray(warnings) ? warnings.map(String) : [] } : null,
  };
}

/** A tool that only its server knows yet. */
export function fromOffer(offer: OfferedTool): McpTool {
  return {
    name: offer.name,
    libraryName: offer.name,
    id: null,
    title: offer.title ?? offer.annotations?.title ?? null,
    description: offer.description ?? '',
    inputSchema: offer.inputSchema ?? {},
    outputSchema: offer.outputSchema ?? null,
    annotations: offer.annotations ?? {},
    health: offer.health ? { status: offer.health.status, reasons: offer.health.reasons ?? [] } : null,
  };
}

/** The tools of the library with what only their server tells: titles, habits and what they return. */
export function withOffers(tools: McpTool[], offers: readonly OfferedTool[] | undefined): McpTool[] {
  return tools.map((tool) => {
    const offer = offers?.find(({ name }) => name === tool.name);
    if (!offer) return tool;
    const { title, annotations, outputSchema, health } = fromOffer(offer);
    return { ...tool, title, annotations, outputSchema, health: health ?? tool.health };
  });
}

function nameAtServer(tool: Tool): string | null {
  const origin = (tool.metadata_ as { mcp?: { tool_name?: unknown } } | null | undefined)?.mcp;
  return typeof origin?.tool_name === 'string' ? origin.tool_name : null;
}
