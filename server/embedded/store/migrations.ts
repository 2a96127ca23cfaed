/**
 * The database, one entry for each version, applied in order. A released entry never changes:
 * a later need is a new entry.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE agents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, agent_type TEXT NOT NULL,
    system TEXT NOT NULL, description TEXT, metadata TEXT NOT NULL, model TEXT NOT NULL, embedding TEXT,
    model_settings TEXT NOT NULL, context_window INTEGER NOT NULL, compaction_settings TEXT, response_format TEXT,
    tool_rules TEXT NOT NULL, message_ids TEXT NOT NULL, secrets TEXT NOT NULL, timezone TEXT NOT NULL,
    message_buffer_autoclear INTEGER NOT NULL, max_files_open INTEGER NOT NULL,
    per_file_view_window_char_limit INTEGER NOT NULL, hidden INTEGER, last_run_completion TEXT,
    last_run_duration_ms INTEGER, last_stop_reason TEXT, prompt_compiled_at TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE agent_tags (
    agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE, tag TEXT NOT NULL, PRIMARY KEY (agent_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX agent_tags_by_tag ON agent_tags (tag);

  CREATE TABLE blocks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, value TEXT NOT NULL,
    "limit" INTEGER NOT NULL, description TEXT, metadata TEXT NOT NULL, tags TEXT NOT NULL, read_only INTEGER NOT NULL,
    hidden INTEGER, is_template INTEGER NOT NULL, template_name TEXT, preserve_on_migration INTEGER NOT NULL,
    version INTEGER NOT NULL, last_updated_by_id TEXT, created_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE agent_blocks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE,
    block_id TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE, label TEXT NOT NULL,
    UNIQUE (agent_id, block_id), UNIQUE (agent_id, label)
  ) STRICT;
  CREATE INDEX agent_blocks_by_block ON agent_blocks (block_id);

  CREATE TABLE tools (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, tool_type TEXT NOT NULL,
    description TEXT, source_type TEXT NOT NULL, source_code TEXT, json_schema TEXT NOT NULL, args_json_schema TEXT,
    tags TEXT NOT NULL, return_char_limit INTEGER NOT NULL, pip_requirements TEXT, npm_requirements TEXT,
    default_requires_approval INTEGER, enable_parallel_execution INTEGER NOT NULL, metadata_ TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE agent_tools (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE,
    tool_id TEXT NOT NULL REFERENCES tools(id) ON DELETE CASCADE, UNIQUE (agent_id, tool_id)
  ) STRICT;

  CREATE TABLE messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE, role TEXT NOT NULL, content TEXT NOT NULL,
    name TEXT, model TEXT, tool_calls TEXT, tool_call_id TEXT, tool_returns TEXT, otid TEXT, sender_id TEXT,
    run_id TEXT, step_id TEXT, is_err INTEGER, created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_agent ON messages (agent_id, seq);
  CREATE INDEX messages_by_run ON messages (run_id, seq);

  CREATE TABLE runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE, status TEXT NOT NULL, stop_reason TEXT,
    background INTEGER NOT NULL, metadata TEXT NOT NULL, request_config TEXT NOT NULL, created_at TEXT NOT NULL,
    completed_at TEXT, ttft_ns INTEGER, total_duration_ns INTEGER
  ) STRICT;
  CREATE INDEX runs_by_agent ON runs (agent_id, seq);
  CREATE INDEX runs_by_status ON runs (status);

  CREATE TABLE steps (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, agent_id TEXT NOT NULL, model TEXT NOT NULL,
    model_handle TEXT NOT NULL, provider_name TEXT NOT NULL, model_endpoint TEXT, context_window_limit INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, total_tokens INTEGER NOT NULL,
    cached_input_tokens INTEGER, reasoning_tokens INTEGER, status TEXT NOT NULL, stop_reason TEXT, error_type TEXT,
    error_data TEXT, created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX steps_by_run ON steps (run_id, seq);

  CREATE TABLE archives (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, description TEXT, embedding TEXT,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE agent_archives (
    agent_id TEXT PRIMARY KEY REFERENCES agents(id) ON DELETE CASCADE,
    archive_id TEXT NOT NULL REFERENCES archives(id) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE passages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    archive_id TEXT NOT NULL REFERENCES archives(id) ON DELETE CASCADE, text TEXT NOT NULL, tags TEXT,
    metadata TEXT NOT NULL, embedding BLOB, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX passages_by_archive ON passages (archive_id, created_at, seq);
  `,
  `
  CREATE TABLE conversations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE, summary TEXT, message_ids TEXT NOT NULL,
    isolated_block_ids TEXT NOT NULL, model TEXT, model_settings TEXT, prompt_compiled_at TEXT NOT NULL,
    last_message_at TEXT, last_run_completion TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX conversations_by_agent ON conversations (agent_id, seq);

  -- A fork shares the messages of its origin, so that a message may stand in several conversations.
  CREATE TABLE conversation_messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    message_id TEXT NOT NULL REFERENCES messages(id) ON DELETE CASCADE, UNIQUE (conversation_id, message_id)
  ) STRICT;
  CREATE INDEX conversation_messages_by_conversation ON conversation_messages (conversation_id, seq);
  CREATE INDEX conversation_messages_by_message ON conversation_messages (message_id);

  ALTER TABLE messages ADD COLUMN conversation_id TEXT;
  ALTER TABLE messages ADD COLUMN approvals TEXT;
  CREATE INDEX messages_by_step ON messages (step_id, seq);

  ALTER TABLE runs ADD COLUMN conversation_id TEXT;
  CREATE INDEX runs_by_conversation ON runs (conversation_id, seq);

  ALTER TABLE steps ADD COLUMN cache_write_tokens INTEGER;
  ALTER TABLE steps ADD COLUMN provider_id TEXT;
  ALTER TABLE steps ADD COLUMN provider_category TEXT NOT NULL DEFAULT 'base';
  ALTER TABLE steps ADD COLUMN feedback TEXT;
  ALTER TABLE steps ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE steps ADD COLUMN llm_request_ns INTEGER;
  ALTER TABLE steps ADD COLUMN tool_execution_ns INTEGER;
  ALTER TABLE steps ADD COLUMN step_ns INTEGER;
  CREATE INDEX steps_by_agent ON steps (agent_id, seq);
  CREATE TABLE step_traces (
    step_id TEXT PRIMARY KEY REFERENCES steps(id) ON DELETE CASCADE, id TEXT NOT NULL, agent_id TEXT NOT NULL,
    request BLOB NOT NULL, response BLOB NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX step_traces_by_agent ON step_traces (agent_id, created_at);

  ALTER TABLE archives ADD COLUMN metadata TEXT;
  ALTER TABLE archives ADD COLUMN updated_at TEXT;

  CREATE TABLE providers (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
    provider_type TEXT NOT NULL, base_url TEXT, api_key BLOB NOT NULL, created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL, last_synced TEXT
  ) STRICT;
  `,
  `
  CREATE TABLE mcp_servers (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, server_name TEXT NOT NULL UNIQUE,
    config TEXT NOT NULL, secrets BLOB NOT NULL, oauth BLOB, created_at TEXT NOT NULL, updated_at TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE INDEX agents_by_creation ON agents (created_at, seq);
  CREATE INDEX agents_by_last_run ON agents (last_run_completion, seq);
  `,
  `
  -- A vector is twenty times its text: beside it, a search for words would read both.
  CREATE TABLE passage_vectors (
    seq INTEGER PRIMARY KEY REFERENCES passages(seq) ON DELETE CASCADE, embedding BLOB NOT NULL
  ) STRICT;
  INSERT INTO passage_vectors SELECT seq, embedding FROM passages WHERE embedding IS NOT NULL;
  ALTER TABLE passages DROP COLUMN embedding;
  `,
];
