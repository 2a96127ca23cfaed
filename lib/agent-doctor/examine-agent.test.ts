import { describe, expect, it } from 'vitest';
import type { AgentState } from '#lib/letta/agents.ts';
import type { Block } from '#lib/letta/blocks.ts';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import type { Run } from '#lib/letta/runs.ts';
import type { Tool } from '#lib/letta/tools.ts';
import type { AgentEvidence } from './agent-evidence.ts';
import { examineAgent, toAgentReport } from './examine-agent.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const AGO = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const agentWith = (fields: object): AgentState =>
  ({
    id: 'agent-1',
    name: 'Sam',
    model: 'demo/scripted',
    embedding: 'local/hash',
    tool_rules: [],
    message_ids: ['message-1'],
    pending_approval: null,
    secrets: [],
    ...fields,
  }) as unknown as AgentState;

const tool = (fields: object = {}): Tool =>
  ({
    id: 'tool-1',
    name: 'roll_dice',
    tool_type: 'custom',
    source_type: 'python',
    source_code: 'def roll_dice(): ...',
    json_schema: { name: 'roll_dice', parameters: {} },
    ...fields,
  }) as Tool;

const mcpTool = (fields: object = {}): Tool =>
  tool({
    id: 'tool-2',
    name: 'look',
    tool_type: 'external_mcp',
    metadata_: { mcp: { server_id: 'mcp_server-1', server_name: 'weather' } },
    ...fields,
  });

const weather: McpServer = {
  key: 'mcp_server-1',
  name: 'weather',
  config: { kind: 'streamable_http', url: 'http://w', authHeader: null, authToken: null, headers: {} },
};
const keyed: McpServer = {
  ...weather,
  config: { kind: 'streamable_http', url: 'http://w', authHeader: null, authToken: 'Bearer {{ KEY }}', headers: {} },
};

const block = (fields: object = {}): Block =>
  ({ id: 'block-1', label: 'human', value: 'Name: Sam', limit: 100, ...fields }) as Block;

const run = (fields: object = {}): Run =>
  ({ id: 'run-1', status: 'completed', stop_reason: 'end_turn', created_at: AGO(5), ...fields }) as Run;

const active = (fields: object = {}, lastMessageAt: string | null = null) => ({
  run: run({ status: 'running', stop_reason: null, ...fields }),
  lastMessageAt: { value: lastMessageAt },
});

const windowWith = (fields: object): ContextWindow =>
  ({
    context_window_size_current: 500,
    context_window_size_max: 1_000,
    messages: [{ id: 'message-1', role: 'system' }],
    ...fields,
  }) as ContextWindow;

const healthy: AgentEvidence = {
  now: NOW,
  conversationId: null,
  agent: agentWith({}),
  tools: { value: [tool()] },
  blocks: { value: [block()] },
  runs: { value: [run()] },
  activeRuns: { value: [] },
  models: { value: ['demo/scripted'] },
  embeddings: { value: ['local/hash'] },
  mcpServers: { value: [] },
  mcpAnswers: {},
  context: { value: windowWith({}) },
  drift: { value: { running: 'Name: Sam', next: 'Name: Sam', isBehind: false } },
};

const rule = (fields: object) => ({ agent: agentWith({ tool_rules: [fields] }) });
const request = {
  id: 'message-9',
  date: AGO(25),
  tool_calls: [{ name: 'roll_dice', tool_call_id: 'call-1', arguments: '{}' }],
};
const waitingConversation = run({ id: 'run-2', conversation_id: 'conv-1', stop_reason: 'requires_approval' });
const external = { tools: { value: [mcpTool()] }, mcpServers: { value: [weather] } };
const needsKey = 'import os\ndef f():\n  return os.environ["KEY"]';

describe('examineAgent', () => {
  it('finds nothing wrong with a healthy agent, and names what it looked at', () => {
    const look = examineAgent(healthy);
    expect(look.findings).toEqual([]);
    expect(look.unknown).toEqual([]);
    expect(look.looked).toBe(
      'pending approvals, 0 runs not ended, the end of the last turn, the model, the embedding model, 1 tool, 0 tool rules, no MCP servers, 0 variables, 1 memory block, the running prompt, the context window',
    );
  });

  it.each<[string, Partial<AgentEvidence>, title: RegExp, evidence: RegExp, fix: object | null]>([
    [
      'a call that waits',
      { agent: agentWith({ pending_approval: request }) },
      /A tool call waits/,
      /roll_dice \(call-1\), since 2026-11-25T11:35:00.000Z, that is 25 min/,
      { kind: 'open-thread', conversationId: null },
    ],
    [
      'a call that waits in a conversation',
      { runs: { value: [waitingConversation] } },
      /A conversation waits/,
      /conversation conv-1 .*Run run-2/,
      { kind: 'open-thread', conversationId: 'conv-1' },
    ],
    [
      'a call that waits, at a server that tells only its runs',
      {
        agent: agentWith({ pending_approval: undefined }),
        runs: { value: [run({ stop_reason: 'requires_approval' })] },
      },
      /A conversation waits/,
      /the agent’s own thread/,
      { kind: 'open-thread', conversationId: null },
    ],
    [
      'a run without a message for long',
      { activeRuns: { value: [active({ created_at: AGO(30) }, AGO(11))] } },
      /no sign of life/,
      /Run run-1 .* 11 min/,
      { kind: 'cancel-run', runId: 'run-1' },
    ],
    [
      'a run that never said anything, its dates without a time zone',
      { activeRuns: { value: [active({ created_at: '2026-11-25T11:40:00.123456' })] } },
      /no sign of life/,
      /it has no message/,
      { kind: 'cancel-run', runId: 'run-1' },
    ],
    [
      'a run that never began',
      { activeRuns: { value: [active({ status: 'created', created_at: AGO(3) })] } },
      /never began/,
      /3 min/,
      { kind: 'cancel-run', runId: 'run-1' },
    ],
    [
      'two runs in one thread: the older one',
      {
        activeRuns: {
          value: [active({ id: 'run-b', created_at: AGO(1) }, AGO(0)), active({ created_at: AGO(2) }, AGO(1))],
        },
      },
      /Two runs/,
      /Run run-1, .* beside the newer run-b/,
      { kind: 'cancel-run', runId: 'run-1' },
    ],
    [
      'a last turn that failed',
      { runs: { value: [run({ status: 'failed', stop_reason: 'error', metadata: { error: 'no such thing' } })] } },
      /last turn/,
      /no such thing\. Run run-1, error/,
      { kind: 'open-run', runId: 'run-1' },
    ],
    [
      'a last turn that was cut off',
      { runs: { value: [run({ stop_reason: 'max_tokens_exceeded' })] } },
      /last turn/,
      /cut at the token limit/,
      { kind: 'open-run', runId: 'run-1' },
    ],
    [
      'a rule for a tool that is not attached',
      rule({ type: 'exit_loop', tool_name: 'gone' }),
      /does not have: gone/,
      /Rule 1, “gone ends the turn”/,
      { kind: 'mend-rule', rule: { type: 'exit_loop', tool_name: 'gone' }, missing: ['gone'] },
    ],
    [
      'a rule that leads to a tool that is not attached',
      rule({ type: 'constrain_child_tools', tool_name: 'roll_dice', children: ['gone'] }),
      /does not have: gone/,
      /Attached are roll_dice/,
      { kind: 'mend-rule' },
    ],
    [
      'a custom tool without source',
      { tools: { value: [tool({ source_code: ' ' })] } },
      /roll_dice has no source/,
      /tool-1/,
      { kind: 'open-tool', toolId: 'tool-1' },
    ],
    [
      'a tool without schema',
      { tools: { value: [tool({ tool_type: 'letta_core', json_schema: null })] } },
      /roll_dice has no schema/,
      /tool-1/,
      { kind: 'detach-tool', toolId: 'tool-1', toolName: 'roll_dice' },
    ],
    [
      'an MCP server that is gone',
      { ...external, mcpServers: { value: [] } },
      /look belongs to an MCP server that is gone/,
      /weather \(mcp_server-1\)/,
      { kind: 'detach-tool', toolId: 'tool-2', toolName: 'look' },
    ],
    [
      'an MCP server that does not answer',
      { ...external, mcpAnswers: { weather: { refusal: 'Connection refused.' } } },
      /weather gives no tools/,
      /Connection refused. The agent has of it: look/,
      { kind: 'open-mcp-server', key: 'mcp_server-1' },
    ],
    [
      'an MCP server that lost the tool',
      { ...external, mcpAnswers: { weather: { value: ['other'] } } },
      /weather does not offer look/,
      /offers 1 tools/,
      { kind: 'open-mcp-server', key: 'mcp_server-1' },
    ],
    [
      'a variable that a tool needs',
      { tools: { value: [tool({ source_code: needsKey })] } },
      /roll_dice needs the variable KEY/,
      /os\.environ\["KEY"\]/,
      { kind: 'set-variable', name: 'KEY' },
    ],
    [
      'a variable that an MCP server takes',
      { ...external, mcpServers: { value: [keyed] }, mcpAnswers: { weather: { value: ['look'] } } },
      /weather needs the variable KEY/,
      /\{\{ KEY \}\}/,
      { kind: 'set-variable', name: 'KEY' },
    ],
    [
      'a model the server does not list',
      { models: { value: ['a/b'] } },
      /does not list demo\/scripted/,
      /1 models/,
      { kind: 'choose-model' },
    ],
    [
      'an embedding model the server does not list',
      { embeddings: { value: [] } },
      /embedding model local\/hash/,
      /0 embedding models/,
      { kind: 'choose-embedding' },
    ],
    [
      'a block over its limit',
      { blocks: { value: [block({ limit: 5 })] } },
      /human is over its limit/,
      /9 characters, and the limit is 5/,
      { kind: 'open-block', blockId: 'block-1' },
    ],
    [
      'two blocks of a label',
      { blocks: { value: [block(), block({ id: 'block-2' })] } },
      /2 blocks are called human/,
      /block-1 and block-2/,
      { kind: 'open-block', blockId: 'block-2' },
    ],
    [
      'a running prompt without what is stored',
      { drift: { value: { running: 'Name: Tom', next: 'Name: Sam', isBehind: true } } },
      /running prompt is behind/,
      /lacks what is stored in human \(block-1\)/,
      { kind: 'recompile' },
    ],
    [
      'a running prompt that differs elsewhere',
      { drift: { value: { running: 'Be kind. Name: Sam', next: 'Name: Sam', isBehind: true } } },
      /running prompt is behind/,
      /differs from what would be compiled/,
      { kind: 'recompile' },
    ],
    [
      'a window that is nearly full',
      { context: { value: windowWith({ context_window_size_current: 901 }) } },
      /nearly full/,
      /901 of 1,000 tokens, 90 %/,
      { kind: 'compact' },
    ],
    [
      'a window that is overfull',
      { context: { value: windowWith({ context_window_size_current: 1_200 }) } },
      /overfull/,
      /120 %/,
      { kind: 'compact' },
    ],
    [
      'messages that are gone',
      { agent: agentWith({ message_ids: ['message-1', 'message-2'] }) },
      /messages that are gone/,
      /1 of 2 .*message-2/,
      null,
    ],
  ])('%s', (_name, change, title, evidence, fix) => {
    const { findings } = examineAgent({ ...healthy, ...change });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.title).toMatch(title);
    expect(findings[0]?.evidence).toMatch(evidence);
    if (fix === null) expect(findings[0]?.fix).toBeNull();
    else expect(findings[0]?.fix).toMatchObject(fix);
  });

  it.each<[string, Partial<AgentEvidence>]>([
    ['a run that just spoke', { activeRuns: { value: [active({ created_at: AGO(90) }, AGO(9))] } }],
    ['a run that was just created', { activeRuns: { value: [active({ status: 'created', created_at: AGO(0.5) })] } }],
    ['runs of two threads', { activeRuns: { value: [active(), active({ id: 'run-2', conversation_id: 'conv-1' })] } }],
    ['a failure before the last turn', { runs: { value: [run(), run({ id: 'run-0', status: 'failed' })] } }],
    ['a turn that a person stopped', { runs: { value: [run({ status: 'cancelled', stop_reason: 'cancelled' })] } }],
    ['no turn yet', { runs: { value: [] } }],
    ['no embedding model', { agent: agentWith({ embedding: null }) }],
    ['a block without a limit', { blocks: { value: [block({ limit: null })] } }],
    ['a block at its limit, in characters', { blocks: { value: [block({ value: '🙂🙂', limit: 2 })] } }],
    ['an MCP server that answers', { ...external, mcpAnswers: { weather: { value: ['look'] } } }],
    [
      'an MCP tool that has another name here',
      {
        ...external,
        tools: { value: [mcpTool({ metadata_: { mcp: { server_name: 'weather', tool_name: 'look!' } } })] },
        mcpAnswers: { weather: { value: ['look!'] } },
      },
    ],
    [
      'a variable that is set',
      { agent: agentWith({ secrets: [{ key: 'KEY' }] }), tools: { value: [tool({ source_code: needsKey })] } },
    ],
    [
      'messages between two answers',
      {
        agent: agentWith({ message_ids: ['message-1', 'message-2'] }),
        activeRuns: { value: [active({}, AGO(0))] },
      },
    ],
  ])('nothing is wrong with %s', (_name, change) => {
    const { findings, unknown } = examineAgent({ ...healthy, ...change });
    expect(findings).toEqual([]);
    expect(unknown).toEqual([]);
  });

  it.each<[string, Partial<AgentEvidence>, RegExp[]]>([
    ['tools', { tools: { problem: 'Gone.' } }, [/tools could.* Gone\./, /rules/, /MCP/, /variables/]],
    ['runs', { runs: { problem: 'Gone.' } }, [/Approvals/, /last turn/]],
    ['active runs', { activeRuns: { problem: 'Gone.' } }, [/Runs that are going on/]],
    [
      'the messages of a run',
      { activeRuns: { value: [{ ...active({ created_at: AGO(90) }), lastMessageAt: { problem: 'Gone.' } }] } },
      [/messages of run run-1/],
    ],
    ['models', { models: { problem: 'Gone.' } }, [/The models/]],
    ['embedding models', { embeddings: { problem: 'Gone.' } }, [/embedding models/]],
    ['blocks', { blocks: { problem: 'Gone.' } }, [/memory blocks/]],
    ['drift', { drift: { problem: 'Gone.' } }, [/running prompt/]],
    ['prompts that are not shown', { drift: { value: null } }, [/The server does not show it/]],
    ['context', { context: { problem: 'Gone.' } }, [/context window/]],
    ['MCP servers', { ...external, mcpServers: { problem: 'Gone.' } }, [/MCP servers/, /variables/]],
    ['an MCP server', { ...external, mcpAnswers: { weather: { problem: 'Gone.' } } }, [/weather could not/]],
    [
      'an MCP server that takes its key from the agent',
      {
        ...external,
        agent: agentWith({ secrets: [{ key: 'KEY' }] }),
        mcpServers: { value: [keyed] },
        mcpAnswers: { weather: { refusal: 'No.' } },
      },
      [/takes KEY from the agent/],
    ],
    [
      'an MCP tool that names no server',
      { tools: { value: [mcpTool({ metadata_: null })] } },
      [/^look could not be looked at\. The server does not say which MCP server it comes from\.$/],
    ],
    ['a model that is not reported', { agent: agentWith({ model: null }) }, [/does not report/]],
  ])('says that it could not look at: %s', (_name, change, sentences) => {
    const { findings, unknown } = examineAgent({ ...healthy, ...change });
    expect(findings).toEqual([]);
    expect(unknown).toHaveLength(sentences.length);
    for (const [index, sentence] of sentences.entries()) expect(unknown[index]).toMatch(sentence);
  });

  it('names first what is most in the way, and writes it all down', () => {
    const evidence = {
      ...healthy,
      blocks: { value: [block({ limit: 5 })] },
      models: { value: [] },
      context: { problem: 'Gone.' },
    };
    // The model stands after the block only in severity.
    const look = examineAgent({ ...evidence, agent: agentWith({ pending_approval: { ...request, date: AGO(1) } }) });
    expect(look.findings.map(({ severity }) => severity)).toEqual(['stops', 'warning', 'warning']);
    const report = toAgentReport(evidence, look);
    expect(report).toContain('# Check of Sam (agent-1)');
    expect(report).toContain(
      '2026-11-25T12:00:00.000Z by the clock of the computer it was made on, and so are all ages.',
    );
    expect(report).toContain('- The server does not list demo/scripted (in the way).');
    expect(report).toContain('- The context window could not be looked at. Gone.');
  });
});
