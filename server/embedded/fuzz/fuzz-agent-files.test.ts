import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';
import { checkStored } from './check-stored.ts';
import { mutate, mutations } from './mutate-body.ts';
import { toJsonText } from './strange-values.ts';

const COUNT = 400;
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

const CALL = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a": 1}' } };
const MESSAGES = [
  { role: 'system', content: [{ type: 'text', text: 'You are Sam.', signature: null }], model: 'scripted' },
  { role: 'user', content: 'Hello', otid: 'otid-1', created_at: '2026-11-22T02:11:45.823169+00:00' },
  { role: 'assistant', content: [{ type: 'reasoning', reasoning: 'Hm', is_native: true, signature: null }] },
  { role: 'approval', content: [], tool_calls: [CALL] },
  { role: 'approval', content: [], approvals: [{ type: 'approval', tool_call_id: 'call_1', approve: true }] },
  {
    role: 'tool',
    content: [{ type: 'text', text: '3' }],
    tool_call_id: 'call_1',
    tool_returns: [{ tool_call_id: 'call_1', status: 'success', stdout: ['x'], stderr: null, func_response: '3' }],
  },
].map((message, index) => ({ id: `message-${index}`, agent_id: 'agent-0', ...message }));
const FILE = {
  agents: [
    {
      id: 'agent-0',
      name: 'Sam',
      system: 'You are Sam.',
      agent_type: 'letta_v1_agent',
      description: 'An agent',
      metadata: { a: [1] },
      tags: ['x'],
      tool_ids: ['tool-0', 'tool-1'],
      block_ids: ['block-0'],
      memory_blocks: [{ label: 'more', value: 'y' }],
      tool_rules: [{ type: 'run_first', tool_name: 'add', args: null }],
      llm_config: { handle: 'demo/scripted', model: 'scripted', context_window: 16_000, temperature: 0.5 },
      embedding_config: { handle: 'local/hash' },
      model_settings: { temperature: 0.5, provider_type: 'openai' },
      compaction_settings: null,
      response_format: { type: 'text' },
      secrets: null,
      tool_exec_environment_variables: { TOKEN: '' },
      timezone: 'UTC',
      include_base_tools: false,
      max_files_open: 5,
      hidden: null,
      in_context_message_ids: MESSAGES.map(({ id }) => id),
      messages: MESSAGES,
    },
  ],
  groups: [],
  blocks: [{ id: 'block-0', label: 'human', value: 'Sam', limit: 100, description: null, metadata: {}, tags: ['t'] }],
  files: [],
  sources: [],
  tools: [
    { id: 'tool-0', name: 'add', tool_type: 'custom', source_code: 'def add(): ...', json_schema: { name: 'add' } },
    { id: 'tool-1', name: 'memory_insert', tool_type: 'letta_sleeptime_core', tags: [], pip_requirements: null },
  ],
  mcp_servers: [],
};

test(`no agent file, however odd, makes the server fail or leaves half an agent (FUZZ_SEED=${seed})`, async () => {
  const server = await openTestServer();
  const countAgents = async () => (await server.call('GET', '/v1/agents/count?show_hidden_agents=true')).body;
  let imported = 0;
  const tryFile = async (text: string) => {
    const form = new FormData();
    form.set('file', new File([text], 'agent.af'));
    const before = await countAgents();
    const response = await server.app.request('/v1/agents/import', { method: 'POST', body: form });
    expect(response.status, text).toBeLessThan(500);
    const answer = (await response.json()) as { agent_ids?: string[] };
    expect(await countAgents()).toBe(before + (answer.agent_ids?.length ?? 0));
    for (const id of answer.agent_ids ?? []) {
      imported += 1;
      for (const path of ['', '/export', '/messages', '/context', '/messages/preview-raw-payload'])
        await expectFine(path, id, text);
    }
  };
  const expectFine = async (path: string, id: string, text: string) => {
    const isPreview = path.endsWith('payload');
    const body = { messages: [{ role: 'user', content: 'hi' }] };
    const { status } = await server.raw(
      isPreview ? 'POST' : 'GET',
      `/v1/agents/${id}${path}`,
      isPreview ? body : undefined,
    );
    expect(status, `${path} of ${text}`).toBeLessThan(isPreview ? 500 : 300);
  };
  const anyFile = mutations.map((changes) => toJsonText(mutate(FILE, changes)));
  await fc.assert(fc.asyncProperty(anyFile, tryFile), { seed, numRuns: COUNT });
  expect(imported).toBeGreaterThan(COUNT / 4);
  expect(await checkStored(server)).toEqual([]);
}, 60_000);
