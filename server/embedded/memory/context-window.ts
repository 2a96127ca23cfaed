import { approximateTokens } from '#lib/format.ts';
import type { ContentPart, StoredToolReturn } from '#server/embedded/agent-loop/stored-content.ts';
import { toModelMessages } from '#server/embedded/agent-loop/to-model-messages.ts';
import { USER_ID } from '#server/embedded/ids.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { countPassages, findArchive } from '#server/embedded/store/archives.ts';
import { fromFlag, fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { countMessages, type MessageRow, messagesByIds } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { readContext, type Thread } from '#server/embedded/store/threads.ts';
import { type ToolRow, toolsOfAgent } from '#server/embedded/store/tools.ts';
import { currentPromptParts } from './recompile-prompt.ts';

/**
 * What the agent's context window would hold if its prompt were compiled now, part by part, counted in
 * approximate tokens (bytes / 4). The fields are those of the original's ContextWindowOverview.
 */
export async function contextWindow(db: Database, agent: AgentRow, thread: Thread, compiledAt: string) {
  const [parts, rows, tools] = await Promise.all([
    currentPromptParts(db, agent, thread, compiledAt),
    messagesByIds(db, await readContext(db, thread)),
    toolsOfAgent(db, agent.id),
  ]);
  const archive = await findArchive(db, agent.id);
  const functions = tools.map(toFunction);
  const { model } = agent;
  const conversation = toModelMessages(rows.slice(1), {
    model: model.slice(model.indexOf('/') + 1),
    timezone: agent.timezone,
  });
  const counts = {
    num_tokens_external_memory_summary: approximateTokens(parts.externalMemory),
    num_tokens_system: approximateTokens(parts.system),
    num_tokens_core_memory: approximateTokens(parts.coreMemory),
    num_tokens_tool_usage_rules: approximateTokens(parts.toolRules),
    num_tokens_functions_definitions: functions.length > 0 ? approximateTokens(JSON.stringify(functions)) : 0,
    num_tokens_messages: conversation.length > 0 ? approximateTokens(JSON.stringify(conversation)) : 0,
  };
  return {
    context_window_size_max: agent.context_window,
    context_window_size_current: Object.values(counts).reduce((sum, count) => sum + count, 0),
    num_messages: rows.length,
    num_archival_memory: archive ? await countPassages(db, archive.id) : 0,
    num_recall_memory: await countMessages(db, agent.id),
    num_tokens_external_memory_summary: counts.num_tokens_external_memory_summary,
    external_memory_summary: parts.externalMemory,
    num_tokens_system: counts.num_tokens_system,
    system_prompt: parts.system,
    num_tokens_core_memory: counts.num_tokens_core_memory,
    core_memory: parts.coreMemory ?? '',
    num_tokens_memory_filesystem: 0,
    memory_filesystem: null,
    num_tokens_tool_usage_rules: counts.num_tokens_tool_usage_rules,
    tool_usage_rules: parts.toolRules,
    num_tokens_directories: 0,
    directories: null,
    num_tokens_summary_memory: 0,
    summary_memory: null,
    num_tokens_functions_definitions: counts.num_tokens_functions_definitions,
    functions_definitions: functions,
    num_tokens_messages: counts.num_tokens_messages,
    messages: rows.map(toRawMessage),
  };
}

function toFunction(tool: ToolRow) {
  const schema = fromJson<Record<string, unknown>>(tool.json_schema);
  return {
    function: { name: tool.name, description: schema['description'], parameters: schema['parameters'], strict: null },
    type: 'function',
  };
}

function toRawMessage(row: MessageRow) {
  const returns = fromNullableJson<StoredToolReturn[]>(row.tool_returns) ?? [];
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: row.created_at,
    updated_at: row.created_at,
    id: row.id,
    agent_id: row.agent_id,
    model: row.model,
    role: row.role,
    content: fromJson<ContentPart[]>(row.content).map((part) =>
      part.type === 'text' ? { signature: null, ...part } : part,
    ),
    name: row.name,
    tool_calls: fromNullableJson<unknown[]>(row.tool_calls),
    tool_call_id: row.tool_call_id,
    step_id: row.step_id,
    run_id: row.run_id,
    otid: row.otid,
    tool_returns: returns,
    group_id: null,
    sender_id: row.sender_id,
    batch_item_id: null,
    conversation_id: row.conversation_id,
    is_err: fromFlag(row.is_err),
    approval_request_id: null,
    approve: null,
    denial_reason: null,
    approvals: fromNullableJson<unknown[]>(row.approvals) ?? [],
  };
}
