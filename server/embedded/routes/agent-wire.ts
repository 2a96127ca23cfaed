import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { USER_ID } from '#server/embedded/ids.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import { type AgentRow, tagsOf } from '#server/embedded/store/agents.ts';
import { type BlockRow, blocksOf } from '#server/embedded/store/blocks.ts';
import { fromFlag, fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { type ToolRow, toolsOf } from '#server/embedded/store/tools.ts';
import { toBlock } from './block-wire.ts';
import { toEmbeddingConfig, toLlmConfig } from './model-wire.ts';
import { toTool } from './tool-wire.ts';

/** The relations a client can ask for with `include`. */
export const AGENT_INCLUDES = [
  'agent.blocks',
  'agent.identities',
  'agent.managed_group',
  'agent.pending_approval',
  'agent.secrets',
  'agent.sources',
  'agent.tags',
  'agent.tools',
] as const;

export type AgentInclude = (typeof AGENT_INCLUDES)[number];

interface Relations {
  blocks: BlockRow[];
  tools: ToolRow[];
  tags: string[];
  secrets: Record<string, string>;
}

/** Agents as clients get them. Relations that were not asked for are empty, as in the original. */
export async function toAgentStates(
  context: EmbeddedContext,
  rows: AgentRow[],
  include: ReadonlySet<AgentInclude>,
): Promise<Record<string, unknown>[]> {
  const ids = rows.map((row) => row.id);
  const idsFor = (relation: AgentInclude) => (include.has(relation) ? ids : []);
  const [blocks, tools, tags, models] = await Promise.all([
    blocksOf(context.db, idsFor('agent.blocks')),
    toolsOf(context.db, idsFor('agent.tools')),
    tagsOf(context.db, idsFor('agent.tags')),
    context.models.listModels(),
  ]);
  const byHandle = new Map(models.map((model) => [model.handle, model]));
  return rows.map((row) =>
    toAgentState(context, row, byHandle.get(row.model) ?? unlistedModel(row), {
      blocks: blocks.get(row.id) ?? [],
      tools: tools.get(row.id) ?? [],
      tags: tags.get(row.id) ?? [],
      secrets: include.has('agent.secrets') ? fromJson(row.secrets) : {},
    }),
  );
}

/** One agent, as `toAgentStates`. */
export async function toFullAgentState(context: EmbeddedContext, row: AgentRow): Promise<Record<string, unknown>> {
  const [state] = await toAgentStates(context, [row], new Set(AGENT_INCLUDES));
  return state ?? {};
}

function toAgentState(
  context: EmbeddedContext,
  row: AgentRow,
  model: ModelInfo,
  relations: Relations,
): Record<string, unknown> {
  const blocks = relations.blocks.map(toBlock);
  const embedding = context.models.listEmbeddings().find((each) => each.handle === row.embedding);
  const settings = fromJson<Record<string, unknown>>(row.model_settings);
  return {
    created_by_id: USER_ID,
    last_updated_by_id: USER_ID,
    created_at: row.created_at,
    updated_at: row.updated_at,
    id: row.id,
    name: row.name,
    tool_rules: fromJson(row.tool_rules),
    message_ids: fromJson(row.message_ids),
    system: row.system,
    agent_type: row.agent_type,
    llm_config: {
      ...toLlmConfig(model),
      context_window: row.context_window,
      temperature: settings['temperature'] ?? 1,
      max_tokens: settings['max_output_tokens'] ?? model.maxOutputTokens,
      parallel_tool_calls: settings['parallel_tool_calls'] === true,
      enable_reasoner: false,
    },
    embedding_config: embedding ? toEmbeddingConfig(embedding) : null,
    model: row.model,
    embedding: row.embedding,
    model_settings: settings,
    compaction_settings: fromNullableJson(row.compaction_settings),
    response_format: fromNullableJson(row.response_format),
    description: row.description,
    metadata: fromJson(row.metadata),
    memory: { agent_type: row.agent_type, git_enabled: false, blocks, file_blocks: [], prompt_template: '' },
    blocks,
    tools: relations.tools.map(toTool),
    sources: [],
    tags: relations.tags,
    ...secretFields(row, relations.secrets),
    project_id: null,
    template_id: null,
    base_template_id: null,
    deployment_id: null,
    entity_id: null,
    identity_ids: [],
    identities: [],
    pending_approval: null,
    message_buffer_autoclear: row.message_buffer_autoclear === 1,
    enable_sleeptime: null,
    multi_agent_group: null,
    managed_group: null,
    last_run_completion: row.last_run_completion,
    last_run_duration_ms: row.last_run_duration_ms,
    last_stop_reason: row.last_stop_reason,
    timezone: row.timezone,
    max_files_open: row.max_files_open,
    per_file_view_window_char_limit: row.per_file_view_window_char_limit,
    hidden: fromFlag(row.hidden),
  };
}

function secretFields(row: AgentRow, secrets: Record<string, string>) {
  const variables = Object.entries(secrets).map(([key, value]) => ({
    key,
    value,
    description: null,
    agent_id: row.id,
  }));
  return { tool_exec_environment_variables: variables, secrets: variables };
}

/** What is still known of a model whose provider does not list it any more. */
function unlistedModel(row: AgentRow): ModelInfo {
  const [providerName = 'unknown', ...rest] = row.model.split('/');
  const name = rest.join('/');
  return {
    handle: row.model,
    name,
    displayName: name,
    providerName,
    providerCategory: 'base',
    providerId: null,
    providerType: 'openai',
    endpoint: null,
    contextWindow: row.context_window,
    maxOutputTokens: 4_096,
  };
}
