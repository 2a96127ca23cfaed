import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { fromStoredConfig } from '#server/embedded/mcp/mcp-config.ts';
import { originOf } from '#server/embedded/mcp/mcp-tool-row.ts';
import { toAgentStates } from '#server/embedded/routes/agent-wire.ts';
import { toBlock } from '#server/embedded/routes/block-wire.ts';
import { toTool } from '#server/embedded/routes/tool-wire.ts';
import type { AgentRow } from '#server/embedded/store/agents.ts';
import { type BlockRow, blocksOfThread } from '#server/embedded/store/blocks.ts';
import { listConversationMessages } from '#server/embedded/store/conversations.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import { listMcpServers } from '#server/embedded/store/mcp-servers.ts';
import { listOwnMessages, type MessageRow, messagesByIds } from '#server/embedded/store/messages.ts';
import type { Database } from '#server/embedded/store/open-database.ts';
import { readContext, type Thread } from '#server/embedded/store/threads.ts';
import { type ToolRow, toolsOfAgent } from '#server/embedded/store/tools.ts';
import { nowIso } from '#server/embedded/times.ts';
import type { AgentFileSkill } from './agent-file-schema.ts';
import { fileTime, toFileMessage } from './to-file-message.ts';

/** The version of the original's database whose agent files these are. */
const REVISION = '1c28e167b74f';
const AGENT_ID = 'agent-0';

interface ExportChoice {
  /** One of the agent's conversations, or null for its own thread. */
  conversationId: string | null;
  hasMessages: boolean;
  skills: AgentFileSkill[];
}

/** Everything an agent file tells of an agent, in the original's form: short ids, tools with their source, no secrets. */
export async function exportAgent(context: EmbeddedContext, agent: AgentRow, choice: ExportChoice) {
  const { db } = context;
  const thread = { agentId: agent.id, conversationId: choice.conversationId };
  const [tools, blocks] = [await toolsOfAgent(db, agent.id), await blocksOfThread(db, thread)];
  const inContext = choice.hasMessages ? await readContext(db, thread) : [];
  const messages = choice.hasMessages ? await threadMessages(db, thread, inContext) : [];
  const fileIds = new Map(messages.map(({ id }, index) => [id, `message-${index}`]));
  return {
    agents: [
      {
        ...(await agentFields(context, agent)),
        tool_ids: tools.map((_, index) => `tool-${index}`),
        block_ids: blocks.map((_, index) => `block-${index}`),
        id: AGENT_ID,
        in_context_message_ids: inContext.flatMap((id) => fileIds.get(id) ?? []),
        messages: messages.map((row, index) => toFileMessage(row, { id: `message-${index}`, agentId: AGENT_ID })),
        files_agents: [],
        group_ids: [],
      },
    ],
    groups: [],
    blocks: blocks.map((block, index) => toFileBlock(block, `block-${index}`)),
    files: [],
    sources: [],
    tools: tools.map((tool, index) => ({ ...toTool(tool), id: `tool-${index}` })),
    mcp_servers: await mcpServersOf(context, tools),
    skills: choice.skills,
    metadata: { revision_id: REVISION },
    created_at: fileTime(nowIso()),
  };
}

/** The history of a thread, oldest first, and what else its model sees. */
async function threadMessages(db: Database, thread: Thread, inContext: string[]): Promise<MessageRow[]> {
  const history = thread.conversationId
    ? await listConversationMessages(db, thread.conversationId, { limit: 0, order: 'asc' })
    : await listOwnMessages(db, thread.agentId);
  const known = new Set(history.map(({ id }) => id));
  const others = inContext.filter((id) => !known.has(id));
  return [...(await messagesByIds(db, others)), ...history];
}

async function agentFields(context: EmbeddedContext, row: AgentRow) {
  const [state = {}] = await toAgentStates(context, [row], new Set(['agent.tags']));
  const settings = fromJson<Record<string, unknown>>(row.model_settings);
  return {
    name: row.name,
    memory_blocks: [],
    tools: [],
    source_ids: [],
    folder_ids: null,
    tool_rules: fromJson<unknown[]>(row.tool_rules),
    tags: state['tags'],
    system: row.system,
    agent_type: row.agent_type,
    initial_message_sequence: null,
    include_base_tools: false,
    include_multi_agent_tools: false,
    include_base_tool_rules: false,
    include_default_source: false,
    description: row.description,
    metadata: fromNullableJson<unknown>(row.metadata),
    llm_config: state['llm_config'],
    embedding_config: state['embedding_config'],
    model: null,
    // Of a model that is not listed any more the handle is all there is.
    embedding: state['embedding_config'] === null ? row.embedding : null,
    model_settings: Object.keys(settings).length === 0 ? null : settings,
    compaction_settings: fromNullableJson<unknown>(row.compaction_settings),
    context_window_limit: null,
    embedding_chunk_size: null,
    max_tokens: null,
    max_reasoning_tokens: null,
    enable_reasoner: false,
    reasoning: null,
    from_template: null,
    template: false,
    project: null,
    tool_exec_environment_variables: namesOnly(fromJson(row.secrets)),
    secrets: null,
    memory_variables: null,
    project_id: null,
    template_id: null,
    base_template_id: null,
    identity_ids: null,
    message_buffer_autoclear: state['message_buffer_autoclear'],
    enable_sleeptime: false,
    response_format: state['response_format'],
    timezone: row.timezone,
    max_files_open: row.max_files_open,
    per_file_view_window_char_limit: row.per_file_view_window_char_limit,
    hidden: state['hidden'],
    parallel_tool_calls: null,
  };
}

/** Which secrets the agent's tools read, without what they are. */
function namesOnly(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(secrets).map((name) => [name, '']));
}

function toFileBlock(row: BlockRow, id: string) {
  const { created_by_id: _maker, last_updated_by_id: _changer, ...block } = toBlock(row);
  return { ...block, tags: block.tags.length > 0 ? block.tags : null, id };
}

/**
 * The servers some of these tools are called through: where they are or which program they run. Paths,
 * arguments and variables are left out, because any of them may hold a key.
 */
async function mcpServersOf({ db, seal }: EmbeddedContext, tools: ToolRow[]) {
  const serverIds = new Set(tools.map((tool) => originOf(tool)?.server_id));
  const rows = (await listMcpServers(db)).filter((row) => serverIds.has(row.id));
  return rows.map((row, index) => {
    const config = fromStoredConfig(row, seal);
    const isProgram = config.mcp_server_type === 'stdio';
    return {
      id: `mcp_server-${index}`,
      server_type: config.mcp_server_type,
      server_name: row.server_name,
      server_url: isProgram ? null : originOfAddress(config.server_url),
      stdio_config: isProgram ? { command: config.command } : null,
      metadata_: null,
    };
  });
}

function originOfAddress(address: string): string | null {
  return URL.canParse(address) ? new URL(address).origin : null;
}
