import type { Generated } from 'kysely';

/** Columns whose text is JSON. */
type Json = string;
/** 0 or 1. */
type Flag = number;

interface AgentsTable {
  seq: Generated<number>;
  id: string;
  name: string;
  agent_type: string;
  system: string;
  description: string | null;
  metadata: Json;
  model: string;
  embedding: string | null;
  model_settings: Json;
  context_window: number;
  compaction_settings: Json | null;
  response_format: Json | null;
  tool_rules: Json;
  message_ids: Json;
  secrets: Json;
  timezone: string;
  message_buffer_autoclear: Flag;
  max_files_open: number;
  per_file_view_window_char_limit: number;
  hidden: Flag | null;
  last_run_completion: string | null;
  last_run_duration_ms: number | null;
  last_stop_reason: string | null;
  prompt_compiled_at: string;
  created_at: string;
  updated_at: string;
}

interface AgentTagsTable {
  agent_id: string;
  tag: string;
}

interface AgentBlocksTable {
  seq: Generated<number>;
  agent_id: string;
  block_id: string;
  label: string;
}

interface AgentToolsTable {
  seq: Generated<number>;
  agent_id: string;
  tool_id: string;
}

interface BlocksTable {
  seq: Generated<number>;
  id: string;
  label: string;
  value: string;
  limit: number;
  description: string | null;
  metadata: Json;
  tags: Json;
  read_only: Flag;
  hidden: Flag | null;
  is_template: Flag;
  template_name: string | null;
  preserve_on_migration: Flag;
  version: number;
  last_updated_by_id: string | null;
  created_at: string;
}

interface ToolsTable {
  seq: Generated<number>;
  id: string;
  name: string;
  tool_type: string;
  description: string | null;
  source_type: string;
  source_code: string | null;
  json_schema: Json;
  args_json_schema: Json | null;
  tags: Json;
  return_char_limit: number;
  pip_requirements: Json | null;
  npm_requirements: Json | null;
  default_requires_approval: Flag | null;
  enable_parallel_execution: Flag;
  metadata_: Json;
  created_at: string;
}

interface MessagesTable {
  seq: Generated<number>;
  id: string;
  agent_id: string;
  role: string;
  content: Json;
  name: string | null;
  model: string | null;
  tool_calls: Json | null;
  tool_call_id: string | null;
  tool_returns: Json | null;
  otid: string | null;
  sender_id: string | null;
  run_id: string | null;
  step_id: string | null;
  is_err: Flag | null;
  conversation_id: string | null;
  /** Of an approval response: what was decided on each call. */
  approvals: Json | null;
  created_at: string;
}

interface ConversationsTable {
  seq: Generated<number>;
  id: string;
  agent_id: string;
  summary: string | null;
  message_ids: Json;
  isolated_block_ids: Json;
  model: string | null;
  model_settings: Json | null;
  prompt_compiled_at: string;
  last_message_at: string | null;
  last_run_completion: string | null;
  created_at: string;
  updated_at: string;
}

interface ConversationMessagesTable {
  seq: Generated<number>;
  conversation_id: string;
  message_id: string;
}

interface RunsTable {
  seq: Generated<number>;
  id: string;
  agent_id: string;
  conversation_id: string | null;
  status: string;
  stop_reason: string | null;
  background: Flag;
  metadata: Json;
  request_config: Json;
  created_at: string;
  completed_at: string | null;
  ttft_ns: number | null;
  total_duration_ns: number | null;
}

interface StepsTable {
  seq: Generated<number>;
  id: string;
  run_id: string;
  agent_id: string;
  model: string;
  model_handle: string;
  provider_name: string;
  model_endpoint: string | null;
  context_window_limit: number;
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cached_input_tokens: number | null;
  reasoning_tokens: number | null;
  status: string;
  stop_reason: string | null;
  error_type: string | null;
  error_data: Json | null;
  cache_write_tokens: number | null;
  provider_id: string | null;
  provider_category: string;
  feedback: string | null;
  tags: Json;
  llm_request_ns: number | null;
  tool_execution_ns: number | null;
  step_ns: number | null;
  created_at: string;
}

interface StepTracesTable {
  step_id: string;
  id: string;
  agent_id: string;
  /** Deflated JSON: the body sent to the provider. */
  request: Uint8Array;
  /** Deflated JSON: its answer in the form it has without streaming, or its error. */
  response: Uint8Array;
  created_at: string;
  updated_at: string;
}

interface ProvidersTable {
  seq: Generated<number>;
  id: string;
  name: string;
  provider_type: string;
  base_url: string | null;
  /** Sealed with the server's own key. */
  api_key: Uint8Array;
  created_at: string;
  updated_at: string;
  last_synced: string | null;
}

interface McpServersTable {
  seq: Generated<number>;
  id: string;
  server_name: string;
  /** The configuration without its secrets. */
  config: Json;
  /** The secrets of the configuration, JSON sealed with the server's own key. */
  secrets: Uint8Array;
  /** What the login of this server has given us, JSON sealed alike; null before the first login. */
  oauth: Uint8Array | null;
  created_at: string;
  updated_at: string;
}

interface ArchivesTable {
  seq: Generated<number>;
  id: string;
  name: string;
  description: string | null;
  embedding: string | null;
  metadata: Json | null;
  created_at: string;
  updated_at: string | null;
}

interface AgentArchivesTable {
  agent_id: string;
  archive_id: string;
}

interface PassagesTable {
  seq: Generated<number>;
  id: string;
  archive_id: string;
  text: string;
  tags: Json | null;
  metadata: Json;
  created_at: string;
  updated_at: string;
}

interface PassageVectorsTable {
  /** That of the passage. */
  seq: number;
  embedding: Uint8Array;
}

/** Every table of the embedded server, as Kysely sees it. */
export interface Schema {
  agents: AgentsTable;
  agent_tags: AgentTagsTable;
  agent_blocks: AgentBlocksTable;
  agent_tools: AgentToolsTable;
  agent_archives: AgentArchivesTable;
  blocks: BlocksTable;
  tools: ToolsTable;
  messages: MessagesTable;
  conversations: ConversationsTable;
  conversation_messages: ConversationMessagesTable;
  runs: RunsTable;
  steps: StepsTable;
  step_traces: StepTracesTable;
  providers: ProvidersTable;
  mcp_servers: McpServersTable;
  archives: ArchivesTable;
  passages: PassagesTable;
  passage_vectors: PassageVectorsTable;
}
