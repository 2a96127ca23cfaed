import { agentNameProblem } from '#lib/agent-name.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId, requireId } from '#server/embedded/ids.ts';
import { badRequest, LettaError } from '#server/embedded/letta-error.ts';
import { defaultAgentTools } from '#server/embedded/memory/base-tools.ts';
import { DEFAULT_SYSTEM_PROMPT } from '#server/embedded/memory/default-system-prompt.ts';
import { ownThread, recompilePrompt, startWithPrompt } from '#server/embedded/memory/recompile-prompt.ts';
import type { ModelInfo } from '#server/embedded/models/model-info.ts';
import {
  type AgentPatch,
  type AgentRow,
  insertAgent,
  replaceTags,
  requireAgent,
  updateAgent,
} from '#server/embedded/store/agents.ts';
import { attachBlock, requireBlock } from '#server/embedded/store/blocks.ts';
import { toFlag, toNullableJson } from '#server/embedded/store/json-column.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { storeMessages } from '#server/embedded/store/threads.ts';
import { attachTool, requireTool, type ToolRow, toolsByIds, toolsByName } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { CreateAgentBody, UpdateAgentBody } from './agent-body.ts';
import { agentEtag } from './agent-etag.ts';
import { toFullAgentState } from './agent-wire.ts';
import { toStoredMessage } from './message-body.ts';
import { randomAgentName } from './random-agent-name.ts';
import { completeRule, startRules } from './tool-rules-wire.ts';
import { createBlock } from './write-block.ts';

/** What the original fills into a partial `model_settings`; clients send the whole object. */
const PARTIAL_SETTINGS = {
  parallel_tool_calls: true,
  provider_type: 'openai',
  temperature: 0.7,
  reasoning: { reasoning_effort: 'high' },
  strict: true,
};

/** Makes an agent with its blocks, tools, tags and first message, or nothing at all. */
export async function createAgent(context: EmbeddedContext, body: CreateAgentBody): Promise<AgentRow> {
  if (body.agent_type === 'split_thread_agent') throw badRequest('Invalid agent type: AgentType.split_thread_agent');
  if (!body.model) throw badRequest('INVALID_ARGUMENT: Must specify either model or llm_config in request');
  const model = await context.models.requireModel(body.model);
  if (body.embedding) await context.models.requireEmbedding(body.embedding);
  const name = requireName(body.name ?? randomAgentName());
  const id = newId('agent');
  await context.db.transaction().execute(async (trx) => {
    const tools = await toolsFor(trx, body);
    await insertAgent(trx, newAgentRow({ id, name, body, model, tools }));
    await replaceTags(trx, id, body.tags ?? []);
    // An id nobody knows is ignored here, as in the original.
    for (const blockId of body.block_ids ?? []) {
      const block = await requireBlock(trx, blockId).catch(() => null);
      if (block) await attachBlock(trx, id, block);
    }
    for (const block of body.memory_blocks ?? []) await attachBlock(trx, id, await createBlock(trx, block));
    for (const tool of tools) await attachTool(trx, id, tool.id);
    await startThread(trx, await requireAgent(trx, id), body.initial_message_sequence ?? []);
  });
  return await requireAgent(context.db, id);
}

/** The messages an agent begins with follow its prompt in what the model sees. */
async function startThread(
  db: Database,
  agent: AgentRow,
  opening: NonNullable<CreateAgentBody['initial_message_sequence']>,
): Promise<void> {
  const messages = opening.map((message) => ({ ...toStoredMessage(message), agent_id: agent.id }));
  await startWithPrompt(
    db,
    agent,
    ownThread(agent),
    messages.map(({ id }) => id),
  );
  await storeMessages(db, ownThread(agent), messages);
}

/**
 * Changes the named fields of an agent, and compiles its prompt again when it read any of them. With `ifMatch`, only
 * if that is still its entity tag: else 412 with the agent as it is now.
 */
export async function changeAgent(
  context: EmbeddedContext,
  agent: AgentRow,
  body: UpdateAgentBody,
  ifMatch: string | undefined,
): Promise<AgentRow> {
  const model = body.model ? await context.models.requireModel(body.model) : null;
  if (body.embedding) await context.models.requireEmbedding(body.embedding);
  const patch = toPatch(body, model);
  await context.db.transaction().execute(async (trx) => {
    if (ifMatch !== undefined && ifMatch !== '*') {
      const current = await requireAgent(trx, agent.id);
      if (ifMatch !== (await agentEtag(trx, current))) throw await changedMeanwhile({ ...context, db: trx }, current);
    }
    await updateAgent(trx, agent.id, patch);
    if (body.tags) await replaceTags(trx, agent.id, body.tags);
    if (body.tool_ids) await replaceTools(trx, agent.id, body.tool_ids);
    if (body.block_ids) await replaceBlocks(trx, agent.id, body.block_ids);
    const readsChange = body.system || body.block_ids || body.tool_rules || body.timezone;
    if (readsChange) await recompilePrompt({ db: trx }, await requireAgent(trx, agent.id));
  });
  return await requireAgent(context.db, agent.id);
}

async function changedMeanwhile(context: EmbeddedContext, current: AgentRow): Promise<LettaError> {
  return new LettaError(412, {
    detail: {
      code: 'PRECONDITION_FAILED',
      message: 'The agent changed since it was read.',
      current: await toFullAgentState(context, current),
      etag: await agentEtag(context.db, current),
    },
  });
}

/** The row of an agent that does not exist yet. */
export function newAgentRow(parts: {
  id: string;
  name: string;
  body: CreateAgentBody;
  model: ModelInfo;
  tools: ToolRow[];
}) {
  const { id, name, body, model, tools } = parts;
  const createdAt = nowIso();
  const contextWindow = Math.min(body.context_window_limit ?? model.contextWindow, model.contextWindow);
  return {
    id,
    name,
    agent_type: body.agent_type,
    system: body.system || DEFAULT_SYSTEM_PROMPT,
    description: body.description ?? null,
    metadata: JSON.stringify(body.metadata ?? null),
    model: model.handle,
    embedding: body.embedding ?? null,
    model_settings: JSON.stringify(body.model_settings ? fillSettings(body.model_settings) : {}),
    context_window: contextWindow,
    compaction_settings: toNullableJson(body.compaction_settings),
    response_format: toNullableJson(body.response_format),
    tool_rules: JSON.stringify(startRules(body, tools)),
    message_ids: '[]',
    secrets: JSON.stringify(body.secrets ?? {}),
    timezone: body.timezone ?? 'UTC',
    message_buffer_autoclear: Number(body.message_buffer_autoclear ?? false),
    max_files_open: body.max_files_open ?? fileLimits(contextWindow).max_files_open,
    per_file_view_window_char_limit:
      body.per_file_view_window_char_limit ?? fileLimits(contextWindow).per_file_view_window_char_limit,
    hidden: toFlag(body.hidden),
    prompt_compiled_at: createdAt,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function fillSettings(settings: Record<string, unknown>): Record<string, unknown> {
  const isOpenAi = (settings['provider_type'] ?? 'openai') === 'openai';
  return isOpenAi ? { ...PARTIAL_SETTINGS, ...settings } : settings;
}

function toPatch(body: UpdateAgentBody, model: ModelInfo | null): AgentPatch {
  const patch: AgentPatch = {};
  if (body.name) patch.name = requireName(body.name);
  if (body.system) patch.system = body.system;
  if (body.description !== undefined) patch.description = body.description;
  if (body.metadata !== undefined) patch.metadata = JSON.stringify(body.metadata);
  if (body.embedding !== undefined) patch.embedding = body.embedding;
  if (body.timezone) patch.timezone = body.timezone;
  if (body.hidden !== undefined) patch.hidden = toFlag(body.hidden);
  if (body.secrets) patch.secrets = JSON.stringify(body.secrets);
  if (body.tool_rules) patch.tool_rules = JSON.stringify(body.tool_rules.map(completeRule));
  if (body.compaction_settings !== undefined) patch.compaction_settings = toNullableJson(body.compaction_settings);
  if (body.response_format !== undefined) patch.response_format = toNullableJson(body.response_format);
  if (typeof body.message_buffer_autoclear === 'boolean')
    patch.message_buffer_autoclear = Number(body.message_buffer_autoclear);
  if (model) {
    patch.model = model.handle;
    patch.model_settings = '{}';
    patch.context_window = Math.min(body.context_window_limit ?? model.contextWindow, model.contextWindow);
  } else if (body.context_window_limit) patch.context_window = body.context_window_limit;
  if (patch.context_window) Object.assign(patch, fileLimits(patch.context_window));
  if (body.max_files_open) patch.max_files_open = body.max_files_open;
  if (body.per_file_view_window_char_limit)
    patch.per_file_view_window_char_limit = body.per_file_view_window_char_limit;
  if (body.model_settings) patch.model_settings = JSON.stringify(fillSettings(body.model_settings));
  return patch;
}

/** The tools a new agent is to have, by name and by id, or the original's 400. */
export async function toolsFor(
  db: Database,
  body: Pick<CreateAgentBody, 'tools' | 'tool_ids' | 'include_base_tools' | 'agent_type'>,
): Promise<ToolRow[]> {
  const names = [...(body.tools ?? []), ...(body.include_base_tools ? defaultAgentTools(body.agent_type) : [])];
  const byName = await toolsByName(db, names);
  const missing = names.filter((name) => !byName.some((tool) => tool.name === name));
  if (missing.length > 0)
    throw badRequest(`Tools not found by name: {${missing.map((name) => `'${name}'`).join(', ')}}`);
  const ids = (body.tool_ids ?? []).map((toolId) => requireId('tool', toolId));
  const byId = await toolsByIds(db, ids);
  const unknown = ids.filter((id) => !byId.some((tool) => tool.id === id));
  if (unknown.length > 0) throw badRequest(`Tools not found by id: {${unknown.map((id) => `'${id}'`).join(', ')}}`);
  const ordered = names.flatMap((name) => byName.find((tool) => tool.name === name) ?? []);
  return [...new Map([...byId, ...ordered].map((tool) => [tool.id, tool])).values()];
}

async function replaceTools(db: Database, agentId: string, toolIds: string[]): Promise<void> {
  await db.deleteFrom('agent_tools').where('agent_id', '=', agentId).execute();
  for (const toolId of toolIds) await attachTool(db, agentId, (await requireTool(db, toolId)).id);
}

async function replaceBlocks(db: Database, agentId: string, blockIds: string[]): Promise<void> {
  await db.deleteFrom('agent_blocks').where('agent_id', '=', agentId).execute();
  for (const blockId of blockIds) await attachBlock(db, agentId, await requireBlock(db, blockId));
}

/** How much of attached files fits, by the size of the context window, as the original reckons. */
function fileLimits(contextWindow: number) {
  return contextWindow <= 32_000
    ? { max_files_open: 5, per_file_view_window_char_limit: 15_000 }
    : { max_files_open: 10, per_file_view_window_char_limit: 25_000 };
}

/** The name, or 400: the original answers 500, but it is a failure of the request. */
export function requireName(name: string): string {
  const problem = agentNameProblem(name);
  if (problem) throw badRequest(`INVALID_ARGUMENT: Agent name '${name}' contains invalid characters. ${problem}`);
  return name;
}
