import { createHash } from 'node:crypto';
import { compactionSettingsOf } from '#server/embedded/agent-loop/compaction-settings.ts';
import { findPendingApproval } from '#server/embedded/agent-loop/pending-approval.ts';
import { toLettaMessages, type WireMessage } from '#server/embedded/agent-loop/to-letta-messages.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { ORGANIZATION_ID, USER_ID } from '#server/embedded/ids.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import { readModelSettings } from '#server/embedded/models/model-settings.ts';
import { type AgentRow, tagsOf } from '#server/embedded/store/agents.ts';
import { type BlockRow, blocksOf } from '#server/embedded/store/blocks.ts';
import { fromFlag, fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { type ToolRow, toolsOf } from '#server/embedded/store/tools.ts';
import { toBlock } from './block-wire.ts';
import { toEmbeddingConfig, toLlmConfig, toWireSettings, unlistedModel } from './model-wire.ts';
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
  pendingApproval: WireMessage | null;
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
    // The original sends tags along with blocks.
    tagsOf(context.db, include.has('agent.blocks') ? ids : idsFor('agent.tags')),
    context.models.listModels(),
  ]);
  const pending = await pendingApprovals(context, include.has('agent.pending_approval') ? rows : []);
  const byHandle = new Map(models.map((model) => [model.handle, model]));
  return rows.map((row) =>
    toAgentState(context, row, byHandle.get(row.model) ?? unlistedModel(row.model, row.context_window), {
      blocks: blocks.get(row.id) ?? [],
      tools: tools.get(row.id) ?? [],
      tags: tags.get(row.id) ?? [],
      secrets: include.has('agent.secrets') ? fromJson(row.secrets) : {},
      pendingApproval: pending.get(row.id) ?? null,
    }),
  );
}

/** One agent, as `toAgentStates`. */
export async function toFullAgentState(context: EmbeddedContext, row: AgentRow): Promise<Record<string, unknown>> {
  const [state] = await toAgentStates(context, [row], new Set(AGENT_INCLUDES));
  return state ?? {};
}

/** The requests for approval these agents' own threads wait on. */
async function pendingApprovals(context: EmbeddedContext, rows: AgentRow[]): Promise<Map<string, WireMessage>> {
  const found = new Map<string, WireMessage>();
  for (const { id } of rows) {
    const request = await findPendingApproval(context.db, { agentId: id, conversationId: null });
    const message = request ? toLettaMessages(request).at(-1) : undefined;
    if (message) found.set(id, message);
  }
  return found;
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
    llm_config: toLlmConfig(model, {
      settings: readModelSettings(model, settings, null),
      contextWindow: row.context_window,
    }),
    embedding_config: embedding ? toEmbeddingConfig(embedding) : null,
    model: row.model,
    embedding: row.embedding,
    model_settings: toWireSettings(model, settings),
    compaction_settings: compactionSettingsOf(row),
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
    pending_approval: relations.pendingApproval,
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
    created_by_id: null,
    last_updated_by_id: null,
    created_at: null,
    updated_at: null,
    id: secretId(row.id, key),
    key,
    value,
    description: null,
    organization_id: ORGANIZATION_ID,
    value_enc: null,
    agent_id: row.id,
  }));
  return { tool_exec_environment_variables: variables, secrets: variables };
}

/** Secrets are stored by their key; clients expect an id that stays the same. */
function secretId(agentId: string, key: string): string {
  const hex = createHash('sha256').update(`${agentId}\n${key}`).digest('hex');
  return `agent-env-${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
