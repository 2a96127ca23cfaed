import { ZodError, z } from 'zod';
import type { EmbeddedContext, ValueChange } from '#server/embedded/embedded-context.ts';
import { LettaError } from '#server/embedded/letta-error.ts';
import { callMcpTool } from '#server/embedded/mcp/call-mcp-tool.ts';
import { originOf } from '#server/embedded/mcp/mcp-tool-row.ts';
import { insertArchivalMemory, searchArchivalMemory } from '#server/embedded/memory/archival-memory.ts';
import { isBlockTool, runBlockTool, ToolFailure } from '#server/embedded/memory/block-tools.ts';
import { ModelError, type ModelToolCall } from '#server/embedded/models/chat-model.ts';
import { pythonRepr } from '#server/embedded/python-repr.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { fromJson } from '#server/embedded/store/json-column.ts';
import { searchMessages } from '#server/embedded/store/messages.ts';
import type { Thread } from '#server/embedded/store/threads.ts';
import type { ToolRow } from '#server/embedded/store/tools.ts';
import { boundaryIso, timeAgo } from '#server/embedded/times.ts';
import { placeOfPackages } from '#server/embedded/tools/place-of-packages.ts';
import { runCustomTool } from '#server/embedded/tools/run-custom-tool.ts';
import { type ContentPart, type StoredToolReturn, textOf } from './stored-content.ts';

interface ToolCallScope {
  context: EmbeddedContext;
  agent: AgentRow;
  thread: Thread;
  tools: ToolRow[];
  /** Null outside of a turn. */
  runId: string | null;
  signal: AbortSignal;
}

interface Outcome {
  ok: boolean;
  text: string;
  stdout?: string[];
  stderr?: string[];
}

const archivalInsertArgs = z.object({ content: z.string(), tags: z.array(z.string()).nullish() });
const archivalSearchArgs = z.object({
  query: z.string(),
  tags: z.array(z.string()).nullish(),
  tag_match_mode: z.enum(['any', 'all']).nullish(),
  top_k: z.number().int().positive().nullish(),
  start_datetime: z.string().nullish(),
  end_datetime: z.string().nullish(),
});
const conversationSearchArgs = z.object({
  query: z.string().nullish(),
  roles: z.array(z.enum(['assistant', 'user', 'tool'])).nullish(),
  limit: z.number().int().positive().nullish(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
});

/** Runs one tool call of the model. It never throws: every failure becomes a return the model can read. */
export async function executeTool(scope: ToolCallScope, call: ModelToolCall): Promise<StoredToolReturn> {
  const tool = scope.tools.find((each) => each.name === call.name);
  const outcome = tool ? await runTool(scope, tool, call) : failure(call.name, new ToolFailure('KeyError', call.name));
  return {
    tool_call_id: call.id,
    name: call.name,
    status: outcome.ok ? 'success' : 'error',
    stdout: outcome.stdout ?? null,
    stderr: outcome.stderr ?? null,
    func_response: cut(outcome.text, tool?.return_char_limit ?? 50_000),
  };
}

async function runTool(scope: ToolCallScope, tool: ToolRow, call: ModelToolCall): Promise<Outcome> {
  try {
    const args = parseArguments(call.arguments);
    if (originOf(tool)) {
      return await callMcpTool(scope.context, tool, { args, agent: scope.agent, signal: scope.signal });
    }
    if (tool.source_type === 'typescript')
      throw new ToolFailure('ValueError', 'TypeScript tools cannot run on this server. Write the tool in Python.');
    return tool.source_code ? await runPythonTool(scope, tool, args) : await runBuiltIn(scope, tool.name, args);
  } catch (error) {
    return failure(tool.name, error);
  }
}

async function runPythonTool(
  { context, agent, signal }: ToolCallScope,
  tool: ToolRow,
  args: Record<string, unknown>,
): Promise<Outcome> {
  const env = fromJson<Record<string, string>>(agent.secrets);
  const agentState = { id: agent.id, name: agent.name, description: agent.description };
  const result = await runCustomTool(tool, { args, env, agentState, signal, ...placeOfPackages(context) });
  const output = { stdout: lines(result.stdout), stderr: lines(result.stderr) };
  return result.status === 'success'
    ? { ok: true, text: result.value, ...output }
    : { ok: false, text: `Error executing function ${tool.name}: ${result.value}`, ...output };
}

async function runBuiltIn(
  { context, agent, thread, runId }: ToolCallScope,
  name: string,
  args: Record<string, unknown>,
): Promise<Outcome> {
  if (isBlockTool(name)) {
    const writer = { cause: 'agent' as const, agentId: agent.id, runId, tool: name };
    const onChange = (change: ValueChange) => context.onMemoryWrite({ ...change, ...writer });
    return { ok: true, text: await runBlockTool(context.db, thread, { name, args, onChange }) };
  }
  switch (name) {
    case 'archival_memory_insert': {
      const { content, tags } = archivalInsertArgs.parse(args);
      await insertArchivalMemory(context, agent, { text: content, tags: tags ?? null });
      return { ok: true, text: 'None' };
    }
    case 'archival_memory_search':
      return { ok: true, text: await searchArchive(context, agent, archivalSearchArgs.parse(args)) };
    case 'conversation_search':
      return { ok: true, text: await searchConversation(context, agent, conversationSearchArgs.parse(args)) };
    default:
      throw new ToolFailure('ValueError', `${name} cannot run on this server.`);
  }
}

async function searchArchive(
  context: EmbeddedContext,
  agent: AgentRow,
  args: z.infer<typeof archivalSearchArgs>,
): Promise<string> {
  const passages = await searchArchivalMemory(context, agent, {
    query: args.query,
    topK: args.top_k ?? 10,
    tags: args.tags ?? undefined,
    matchAllTags: args.tag_match_mode === 'all',
    start: boundaryIso(args.start_datetime, 'start'),
    end: boundaryIso(args.end_datetime, 'end'),
  });
  return pythonRepr(
    passages.map((passage) => ({
      id: passage.id,
      timestamp: passage.created_at.replace('Z', '+00:00'),
      content: passage.text,
      tags: passage.tags ? fromJson<string[]>(passage.tags) : [],
    })),
  );
}

async function searchConversation(
  context: EmbeddedContext,
  agent: AgentRow,
  args: z.infer<typeof conversationSearchArgs>,
): Promise<string> {
  const words = (args.query ?? '').split(/\s+/).filter((word) => word.length > 2);
  const rows = await searchMessages(context.db, agent.id, {
    words,
    roles: args.roles ?? undefined,
    start: boundaryIso(args.start_date, 'start'),
    end: boundaryIso(args.end_date, 'end'),
    limit: args.limit ?? 5,
  });
  const results = rows.map((row) => ({
    timestamp: row.created_at.replace('Z', '+00:00'),
    time_ago: timeAgo(row.created_at),
    role: row.role,
    relevance: { search_mode: 'sql' },
    content: textOf(fromJson<ContentPart[]>(row.content)),
  }));
  const message = results.length === 0 ? 'No results found.' : `Showing ${results.length} results:`;
  return pythonRepr({ message, results });
}

/** Arguments that are not a JSON object count as none, as in the original: the tool then says what is missing. */
function parseArguments(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text || '{}');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function failure(tool: string, error: unknown): Outcome {
  const [kind, message] = describe(error);
  return { ok: false, text: message, stderr: [`Error executing function ${tool}: ${kind}: ${message}`] };
}

function describe(error: unknown): [kind: string, message: string] {
  if (error instanceof ToolFailure) return [error.kind, error.message];
  if (error instanceof ZodError)
    return ['TypeError', error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')];
  if (error instanceof ModelError) return ['RuntimeError', `${error.message} ${error.detail}`];
  if (error instanceof LettaError) return ['ValueError', error.message];
  return ['RuntimeError', error instanceof Error ? error.message : String(error)];
}

function lines(text: string): string[] {
  return text ? [text] : [];
}

function cut(text: string, limit: number): string {
  return text.length > limit
    ? `${text.slice(0, limit)}... [NOTE: function output was truncated since it exceeded the character limit (${text.length} > ${limit})]`
    : text;
}
