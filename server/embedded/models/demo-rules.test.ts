import { describe, expect, it } from 'vitest';
import type { ModelMessage, ModelRequest, ToolDefinition } from './chat-model.ts';
import { decideDemoStep } from './demo-rules.ts';

const tool = (name: string, required: string[] = []): ToolDefinition => ({
  name,
  description: '',
  parameters: { type: 'object', properties: {}, required },
});
const MEMORY = [tool('memory_insert'), tool('memory_replace'), tool('conversation_search')];
const ARCHIVE = [tool('archival_memory_insert'), tool('archival_memory_search')];
const DICE = tool('roll_dice', ['sides']);

function request(
  text: string,
  options: { tools?: ToolDefinition[]; human?: string; after?: ModelMessage[] } = {},
): ModelRequest {
  const human = options.human ?? 'I know nothing about this person yet.';
  return {
    messages: [
      {
        role: 'system',
        content: `Prompt\n<human>\n<description>\n</description>\n<value>\n${human}\n</value>\n</human>`,
      },
      { role: 'user', content: text },
      ...(options.after ?? []),
    ],
    tools: options.tools ?? [...MEMORY, ...ARCHIVE, DICE],
    toolChoice: 'auto',
    temperature: null,
    maxOutputTokens: null,
    reasoningEffort: null,
    thinkingBudget: null,
    parallelToolCalls: false,
    responseFormat: null,
    signal: new AbortController().signal,
  };
}

describe('the demo model', () => {
  it.each([
    [
      'My name is Ada',
      'memory_replace',
      { label: 'human', old_string: 'I know nothing about this person yet.', new_string: 'Name: Ada' },
    ],
    [
      'my name is Ada and I live in London',
      'memory_replace',
      { label: 'human', old_string: 'I know nothing about this person yet.', new_string: 'Name: Ada\nHome: London' },
    ],
    ['Remember that the sky is blue', 'archival_memory_insert', { content: 'the sky is blue', tags: ['from-chat'] }],
    ['What colour is the sky?', 'archival_memory_search', { query: 'What colour is the sky' }],
    ['use roll_dice with sides=20 count=3', 'roll_dice', { sides: 20, count: 3 }],
    ['Please use the tool roll_dice with {"sides": 4}', 'roll_dice', { sides: 4 }],
    ['call roll_dice with 12', 'roll_dice', { sides: 12 }],
  ])('answers %j with %s', (text, name, args) => {
    expect(decideDemoStep(request(text)).call).toEqual({ name, args });
  });

  it('replaces a fact it knew, and adds a new one', () => {
    const human = 'Name: Ada\nHome: London';
    expect(decideDemoStep(request('I live in Paris', { human })).call?.args).toMatchObject({
      old_string: 'Home: London',
      new_string: 'Home: Paris',
    });
    expect(decideDemoStep(request('I love jazz', { human })).call).toEqual({
      name: 'memory_insert',
      args: { label: 'human', new_string: 'Likes: jazz' },
    });
    expect(decideDemoStep(request('I live in London', { human })).call).toBeUndefined();
  });

  it('does not call a tool it does not have', () => {
    expect(decideDemoStep(request('My name is Ada', { tools: [] })).call).toBeUndefined();
    expect(decideDemoStep(request('Remember that x', { tools: MEMORY })).call?.name).toBe('memory_insert');
  });

  it('answers from the human block, newer than its prompt', () => {
    const after: ModelMessage[] = [
      {
        role: 'assistant',
        content: null,
        reasoning: [],
        toolCalls: [{ id: 'c', name: 'memory_insert', arguments: '{"label":"human"}' }],
      },
      { role: 'tool', toolCallId: 'c', content: '{"status":"OK","message":"Name: Ada"}' },
      { role: 'assistant', content: 'Noted', reasoning: [], toolCalls: [] },
      { role: 'user', content: 'Who am I?' },
    ];
    expect(decideDemoStep(request('hi', { after })).text).toContain('Name: Ada');
  });

  it.each([
    ['after', '10:00:09 AM', '10:00:10 AM', 'Name: Ada\n- Likes chess.'],
    ['before', '01:00:00 PM', '12:59:59 PM', 'Name: Bob'],
    ['in the same second as', '12:00:00 AM', '12:00:00 AM', 'Name: Bob'],
  ])('a block that was written %s the memory tool', (_name, returned, compiled, expected) => {
    const human = `Name: Ada\nLikes chess.\n</value>\n</human>\n- System prompt last recompiled: 2026-11-25 ${compiled} UTC+0000`;
    const answer = { status: 'OK', message: 'Name: Bob', time: `2026-11-25 ${returned} UTC+0000` };
    const call = { id: 'c', name: 'memory_insert', arguments: '{"label":"human"}' };
    const after: ModelMessage[] = [
      { role: 'assistant', content: null, reasoning: [], toolCalls: [call] },
      { role: 'tool', toolCallId: 'c', content: JSON.stringify(answer) },
      { role: 'user', content: 'Who am I?' },
    ];
    expect(decideDemoStep(request('hi', { human, after })).text).toContain(expected);
  });

  it('says what a tool returned, and when it failed', () => {
    const returned = (status: string): ModelMessage[] => [
      { role: 'assistant', content: null, reasoning: [], toolCalls: [{ id: 'c', name: 'roll_dice', arguments: '{}' }] },
      { role: 'tool', toolCallId: 'c', content: JSON.stringify({ status, message: 'seven' }) },
    ];
    expect(decideDemoStep(request('use roll_dice', { after: returned('OK') })).text).toContain('seven');
    expect(decideDemoStep(request('use roll_dice', { after: returned('Failed') })).text).toContain('failed: seven');
  });

  it('explains itself to anything else', () => {
    expect(decideDemoStep(request('Hello there')).text).toContain('I am the demo model');
    expect(decideDemoStep(request('What can you do?')).text).toContain('I am the demo model');
  });
});
