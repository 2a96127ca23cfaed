/** `$agent` and the like stand for an id of that kind. */
type Sample = Record<string, unknown>;

const SOURCE =
  'def add(a: int, b: int) -> int:\n    """Adds two numbers.\n\n    Args:\n        a: one\n        b: two\n    """\n    return a + b\n';
/** Nothing listens here, so that no request leaves the machine. */
const NOWHERE = 'http://127.0.0.1:9/v1';

const BLOCK: Sample = {
  label: 'notes',
  value: 'Likes tea.',
  limit: 5000,
  description: 'What to keep',
  read_only: false,
  hidden: false,
  metadata: { source: 'fuzz', depth: { of: [1, 2] } },
  tags: ['a', 'b'],
  is_template: false,
  template_name: null,
};
const COMPACTION: Sample = {
  model: 'demo/scripted',
  model_settings: {},
  prompt: 'Summarise.',
  prompt_acknowledgement: false,
  clip_chars: 2000,
  mode: 'sliding_window',
  sliding_window_percentage: 0.3,
};
const AGENT_CHANGE: Sample = {
  name: 'Sam',
  system: 'You are Sam.',
  description: 'An agent',
  metadata: { a: { b: [null, 1.5] } },
  model: 'demo/scripted',
  embedding: 'local/hash',
  model_settings: { temperature: 0.5, max_output_tokens: 100, parallel_tool_calls: true },
  context_window_limit: 16000,
  compaction_settings: COMPACTION,
  response_format: { type: 'text' },
  tool_rules: [{ type: 'run_first', tool_name: 'memory_insert', args: {} }],
  tool_ids: ['$tool'],
  block_ids: ['$block'],
  tags: ['x'],
  secrets: { TOKEN: 'secret' },
  timezone: 'Europe/Berlin',
  message_buffer_autoclear: false,
  hidden: false,
};
const AGENT: Sample = {
  ...AGENT_CHANGE,
  block_ids: [],
  agent_type: 'letta_v1_agent',
  tools: ['archival_memory_insert', 'archival_memory_search'],
  memory_blocks: [
    { label: 'human', value: 'Name: Sam' },
    { ...BLOCK, label: 'persona' },
  ],
  include_base_tools: true,
  include_base_tool_rules: false,
};
const SEND: Sample = {
  messages: [{ type: 'message', role: 'user', content: 'Hello', name: 'Ada', otid: 'otid-1' }],
  max_steps: 3,
};
const RICH_SEND: Sample = {
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
      ],
    },
    { role: 'system', content: 'Be brief.' },
  ],
  max_steps: 2,
  client_tools: [{ name: 'ask', description: 'Asks', parameters: { type: 'object', properties: {} } }],
  override_model: 'demo/scripted',
  override_system: 'You are brief.',
  include_compaction_messages: true,
  include_return_message_types: ['assistant_message', 'tool_call_message'],
};
const STREAM_SEND: Sample = { ...SEND, streaming: true, stream_tokens: true, include_pings: true, background: true };
const APPROVAL: Sample = {
  messages: [
    { type: 'approval', approvals: [{ type: 'approval', tool_call_id: 'call_0', approve: true, reason: 'yes' }] },
  ],
  max_steps: 2,
};
const TOOL_RETURN: Sample = {
  messages: [
    {
      type: 'tool_return',
      tool_returns: [
        { type: 'tool', tool_call_id: 'call_0', tool_return: 'done', status: 'success', stdout: [], stderr: ['!'] },
      ],
    },
  ],
};
const SENDS = [SEND, { input: 'Hello', max_steps: 2 }, RICH_SEND, STREAM_SEND, APPROVAL, TOOL_RETURN];
const TOOL: Sample = {
  source_code: SOURCE,
  source_type: 'python',
  description: 'Adds',
  tags: ['math'],
  json_schema: { name: 'add', description: 'Adds', parameters: { type: 'object', properties: {}, required: [] } },
  args_json_schema: { type: 'object', properties: {} },
  return_char_limit: 1000,
  pip_requirements: [{ name: 'numpy', version: '2.0.0' }],
  default_requires_approval: false,
  enable_parallel_execution: true,
};
const PASSAGE: Sample = {
  text: 'Tea is kept in the cupboard.',
  tags: ['tea'],
  metadata: { a: 1 },
  created_at: '2026-01-02T03:04:05Z',
};
const PROVIDER: Sample = { name: 'mine', provider_type: 'openai', api_key: 'sk-test', base_url: NOWHERE };
/** No network has this name. */
const MCP_FIELDS = {
  server_url: 'https://mcp.example.invalid/mcp',
  auth_header: null,
  auth_token: 'Bearer {{ T | t }}',
};
const MCP_CONFIG: Sample = { mcp_server_type: 'streamable_http', ...MCP_FIELDS, custom_headers: { 'x-a': 'b' } };
const MCP_SERVER: Sample = { server_name: 'fuzzed', config: MCP_CONFIG };
const OLD_MCP_SERVER: Sample = { server_name: 'other', type: 'sse', ...MCP_FIELDS };
const STDIO_SERVER: Sample = {
  server_name: 'program',
  config: { mcp_server_type: 'stdio', command: 'none', args: ['a'], env: { A: 'b' } },
};
const RESUME: Sample = { starting_after: 0, include_pings: false };
const CONVERSATION: Sample = { summary: 'Tea', model: 'demo/scripted', model_settings: { temperature: 1 } };

const SAMPLES: Record<string, Sample[]> = {
  'POST /v1/agents/': [AGENT, { name: 'Tom', model: 'demo/scripted', embedding: 'local/hash', block_ids: ['$block'] }],
  'PATCH /v1/agents/{id}': [AGENT_CHANGE],
  'POST /v1/agents/{id}/messages': SENDS,
  'POST /v1/agents/{id}/messages/stream': SENDS,
  'POST /v1/agents/{id}/messages/async': SENDS,
  'POST /v1/agents/{id}/messages/preview-raw-payload': SENDS,
  'POST /v1/agents/{id}/messages/cancel': [{ run_ids: ['$run'] }, {}],
  'PATCH /v1/agents/{id}/reset-messages': [{ add_default_initial_messages: true }],
  'POST /v1/agents/{id}/summarize': [{ compaction_settings: COMPACTION }, {}],
  'POST /v1/agents/{id}/export': [
    { conversation_id: '$conv', scrub_messages: false, skills: [{ name: 'greet', files: { 'SKILL.md': '# Greet' } }] },
    {},
  ],
  'POST /v1/agents/{id}/generate': [
    {
      prompt: 'Hello',
      system_prompt: 'Be brief',
      override_model: 'demo/scripted',
      response_schema: { type: 'object' },
    },
  ],
  'PATCH /v1/agents/{id}/core-memory/blocks/{label}': [{ ...BLOCK, label: 'human' }, { value: 'New text' }],
  'PATCH /v1/agents/{id}/tools/approval/{tool_name}': [{ requires_approval: true }],
  'POST /v1/agents/{id}/tools/{tool_name}/run': [
    { args: { label: 'human', new_string: 'x', old_string: 'Name', query: 'x', content: 'x', insert_line: 0 } },
  ],
  'POST /v1/agents/{id}/archival-memory': [PASSAGE],
  'POST /v1/blocks/': [BLOCK],
  'PATCH /v1/blocks/{id}': [BLOCK],
  'POST /v1/tools/': [TOOL],
  'PUT /v1/tools/': [TOOL, { source_code: SOURCE }],
  'PATCH /v1/tools/{id}': [TOOL],
  'POST /v1/tools/generate-schema': [{ code: SOURCE }],
  'POST /v1/tools/search': [{ query: 'add' }],
  'POST /v1/tools/run': [{ source_code: SOURCE, args: { a: 1, b: 2 }, env_vars: { A: 'b' }, name: 'add' }],
  'POST /v1/conversations/': [{ ...CONVERSATION, isolated_block_labels: ['human'] }],
  'PATCH /v1/conversations/{id}': [CONVERSATION],
  'POST /v1/conversations/{id}/compact': [{ agent_id: '$agent', compaction_settings: COMPACTION }],
  'POST /v1/conversations/{id}/messages': SENDS.map((send) => ({ agent_id: '$agent', streaming: false, ...send })),
  'POST /v1/conversations/{id}/messages/preview-raw-payload': SENDS.map((send) => ({ agent_id: '$agent', ...send })),
  'POST /v1/conversations/{id}/stream': [{ ...RESUME, run_id: '$run', otid: 'otid-1', agent_id: '$agent' }],
  'POST /v1/runs/{id}/stream': [RESUME],
  'POST /v1/_internal_runs/{id}/stream': [RESUME],
  'PATCH /v1/steps/{id}/feedback': [{ feedback: 'positive', tags: ['good'] }],
  'POST /v1/archives/': [{ name: 'Notes', description: 'All notes', embedding: 'local/hash' }],
  'PATCH /v1/archives/{id}': [{ name: 'Notes', description: 'All notes' }],
  'POST /v1/archives/{id}/passages': [PASSAGE],
  'POST /v1/archives/{id}/passages/batch': [{ passages: [PASSAGE, { text: 'Another' }] }],
  'POST /v1/providers/': [PROVIDER],
  'PATCH /v1/providers/{id}': [{ api_key: 'sk-other', base_url: NOWHERE }],
  'POST /v1/providers/check': [PROVIDER],
  'POST /v1/mcp-servers/': [MCP_SERVER, STDIO_SERVER],
  'PATCH /v1/mcp-servers/{id}': [MCP_SERVER, { config: MCP_CONFIG }],
  'POST /v1/mcp-servers/{id}/tools/{tool_id}/run': [{ args: { a: 1 } }],
  'PUT /v1/tools/mcp/servers': [OLD_MCP_SERVER],
  'PATCH /v1/tools/mcp/servers/{name}': [OLD_MCP_SERVER, { auth_token: null }],
  'POST /v1/tools/mcp/servers/test': [OLD_MCP_SERVER],
  'POST /v1/tools/mcp/servers/connect': [OLD_MCP_SERVER],
  'POST /v1/tools/mcp/servers/{name}/tools/{tool}/execute': [{ args: { a: 1 } }],
  'POST /v1/passages/search': [
    {
      query: 'tea',
      agent_id: '$agent',
      tags: ['tea'],
      tag_match_mode: 'all',
      limit: 5,
      start_date: '2026-01-01',
      end_date: '2027-01-01T00:00:00Z',
    },
    { query: 'tea', archive_id: '$archive' },
  ],
};

/** Bodies a route accepts; of a route that reads none, something it should not mind. */
export function sampleBodies(method: string, path: string): Sample[] {
  return SAMPLES[`${method} ${path}`] ?? [{ id: '$agent', name: 'x' }];
}

/** Routes that a sample stands for though the server has no such route, so that the table cannot grow stale. */
export function samplesWithoutRoute(routes: readonly { method: string; path: string }[]): string[] {
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return Object.keys(SAMPLES).filter((name) => !known.has(name));
}
