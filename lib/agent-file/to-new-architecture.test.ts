import { describe, expect, it } from 'vitest';
import { isOldArchitecture, toNewArchitecture } from './to-new-architecture.ts';

const FILE = {
  agents: [
    {
      id: 'agent-0',
      name: 'Ada',
      agent_type: 'memgpt_v2_agent',
      system: 'You answer with send_message.',
      messages: [{ id: 'message-0', role: 'system' }],
      in_context_message_ids: ['message-0'],
      tool_ids: ['tool-0', 'tool-1'],
      tool_rules: [
        { type: 'exit_loop', tool_name: 'send_message' },
        { type: 'run_first', tool_name: 'roll' },
      ],
    },
  ],
  blocks: [{ id: 'block-0', label: 'human', value: 'Sam' }],
  tools: [
    { id: 'tool-0', name: 'send_message' },
    { id: 'tool-1', name: 'roll', source_code: 'x' },
  ],
};

function moved(keepsPrompt: boolean) {
  return JSON.parse(toNewArchitecture(JSON.stringify(FILE), { keepsPrompt }));
}

describe('an agent file in the new architecture', () => {
  it('has another type, nothing in context, and no tool to answer with', () => {
    expect(moved(false)).toEqual({
      agents: [
        {
          ...FILE.agents[0],
          agent_type: 'letta_v1_agent',
          system: null,
          in_context_message_ids: [],
          include_base_tools: true,
          tool_ids: ['tool-1'],
          tool_rules: [{ type: 'run_first', tool_name: 'roll' }],
        },
      ],
      blocks: FILE.blocks,
      tools: [FILE.tools[1]],
    });
  });

  it('keeps its system prompt when that is wanted', () => {
    expect(moved(true).agents[0].system).toBe('You answer with send_message.');
  });

  it.each([
    ['memgpt_agent', true],
    ['memgpt_v2_agent', true],
    ['letta_v1_agent', false],
    ['sleeptime_agent', false],
  ])('%s is old: %s', (type, isOld) => {
    expect(isOldArchitecture(type)).toBe(isOld);
  });
});
