import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareImport, readAgentFile } from './agent-file.ts';

const FILE = {
  agents: [
    {
      id: 'agent-0',
      name: 'Ada',
      system: 'You are Ada.',
      agent_type: 'letta_v1_agent',
      llm_config: { handle: 'openai/gpt-4o' },
      tags: ['a'],
      messages: [
        { id: 'message-0', role: 'system' },
        { id: 'message-1', role: 'user' },
      ],
      in_context_message_ids: ['message-0', 'message-1'],
      tool_exec_environment_variables: { TOKEN: '' },
      tool_rules: [{}],
    },
  ],
  blocks: [{ id: 'block-0', label: 'human', value: 'Sam' }],
  tools: [{ id: 'tool-0', name: 'roll', tool_type: 'custom', source_code: 'new' }],
  mcp_servers: [],
  metadata: { revision_id: 'x' },
};

describe('an agent file', () => {
  it('is read for review', () => {
    const reading = readAgentFile(JSON.stringify(FILE));
    expect(reading).toMatchObject({
      ok: true,
      file: {
        agents: [{ name: 'Ada', model: 'openai/gpt-4o', embedding: null, variables: ['TOKEN'], toolRules: 1 }],
        tools: [{ name: 'roll', source_code: 'new' }],
        blockLabels: ['human'],
      },
    });
    expect(reading).toMatchObject({ file: { agents: [{ messages: 2, messagesInContext: 2 }], mcpServers: 0 } });
  });

  it('is read for review without its messages', () => {
    const [agent] = FILE.agents;
    const long = { ...FILE, agents: [{ ...agent, messages: [{ id: 'message-0', content: 'x'.repeat(100_000) }] }] };
    expect(JSON.stringify(readAgentFile(JSON.stringify(long))).length).toBeLessThan(1000);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'a list or a single value'],
    ['{}', 'There is no agent'],
    ['{"agents": []}', 'There is no agent'],
    ['{"agent_type": "memgpt_agent", "name": "x"}', 'the old format'],
  ])('%s is refused: %s', (text, problem) => {
    const reading = readAgentFile(text);
    expect(reading.ok ? '' : reading.problem).toContain(problem);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.json(), (text) => void readAgentFile(text)));
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (agents) => void readAgentFile(JSON.stringify({ agents, tools: agents }))),
    );
  });

  it('goes on unchanged when everything is wanted', () => {
    expect(JSON.parse(prepareImport(JSON.stringify(FILE), { withMessages: true, keptTools: new Map() }))).toEqual(FILE);
  });

  it('goes without messages, and with tools as the library has them', () => {
    const kept = new Map([['roll', { name: 'roll', source_code: 'old', id: 'tool-library' }]]);
    const sent = JSON.parse(prepareImport(`\uFEFF${JSON.stringify(FILE)}`, { withMessages: false, keptTools: kept }));
    expect(sent.agents[0]).toMatchObject({ messages: [], in_context_message_ids: [], name: 'Ada' });
    expect(sent.tools).toEqual([{ id: 'tool-0', name: 'roll', tool_type: 'custom', source_code: 'old' }]);
  });
});
