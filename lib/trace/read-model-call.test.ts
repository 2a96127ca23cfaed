import { describe, expect, it } from 'vitest';
import { diffRequests, isSameRequest } from './diff-requests.ts';
import { explainCache } from './explain-cache.ts';
import { readModelAnswer, readModelRequest } from './read-model-call.ts';

const MEMORY =
  'You are Sam.\n\n<memory_blocks>\nAlways in view:\n\n<human>\n<description>\nThe person\n</description>\n<metadata>\n- chars_current=9\n</metadata>\n<value>\nName: Ada\n</value>\n</human>\n\n<persona>\n<description>\n</description>\n<metadata>\n</metadata>\n<value>\n\n</value>\n</persona>\n\n</memory_blocks>';
const SCHEMA = { type: 'object', properties: { sides: { type: 'integer' } } };

const CHAT = {
  model: 'gpt-4o',
  temperature: 0.7,
  tool_choice: 'auto',
  messages: [
    { role: 'system', content: MEMORY },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'roll' },
        { type: 'image_url', image_url: { url: 'data:x' } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      reasoning_content: 'Dice.',
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'roll', arguments: '{"sides":6}' } }],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'rolled 4' },
  ],
  tools: [{ type: 'function', function: { name: 'roll', description: 'Rolls.', parameters: SCHEMA } }],
};
const RESPONSES = {
  model: 'gpt-5',
  reasoning: { effort: 'low' },
  input: [
    { role: 'developer', content: MEMORY },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'roll' },
        { type: 'input_image', image_url: 'data:x' },
      ],
    },
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Dice.' }], encrypted_content: 'x' },
    { type: 'function_call', call_id: 'call_1', name: 'roll', arguments: '{"sides":6}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'rolled 4' },
  ],
  tools: [{ type: 'function', name: 'roll', description: 'Rolls.', parameters: SCHEMA, strict: false }],
};
const ANTHROPIC = {
  model: 'claude',
  max_tokens: 1024,
  system: [{ type: 'text', text: MEMORY, cache_control: { type: 'ephemeral' } }],
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'roll' },
        { type: 'image', source: { type: 'url', url: 'data:x' } },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Dice.', signature: 's' },
        { type: 'tool_use', id: 'call_1', name: 'roll', input: { sides: 6 } },
      ],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'rolled 4' }] }],
    },
  ],
  tools: [{ name: 'roll', description: 'Rolls.', input_schema: SCHEMA }],
};
const GEMINI = {
  model: 'gemini',
  contents: [
    { role: 'user', parts: [{ text: 'roll' }, { inlineData: { mimeType: 'data:x', data: 'AA' } }] },
    {
      role: 'model',
      parts: [{ text: 'Dice.', thought: true }, { functionCall: { name: 'roll', args: { sides: 6 } } }],
    },
    { role: 'user', parts: [{ functionResponse: { name: 'roll', response: { output: 'rolled 4' } } }] },
  ],
  config: {
    systemInstruction: { parts: [{ text: MEMORY }] },
    temperature: 0.7,
    tools: [{ functionDeclarations: [{ name: 'roll', description: 'Rolls.', parameters: SCHEMA }] }],
  },
};

describe.each([
  ['openai-chat', CHAT, { temperature: 0.7 }],
  ['openai-responses', RESPONSES, { reasoning: { effort: 'low' } }],
  ['anthropic', ANTHROPIC, { max_tokens: 1024 }],
  ['gemini', GEMINI, { temperature: 0.7 }],
] as const)('a request of %s', (shape, json, parameters) => {
  const request = readModelRequest(json);

  it('is read into the same parts as any other', () => {
    expect(request.shape).toBe(shape);
    expect(request.system).toBe(MEMORY);
    expect(request.blocks).toEqual([
      { label: 'human', value: 'Name: Ada' },
      { label: 'persona', value: '' },
    ]);
    expect(request.tools).toEqual([{ name: 'roll', description: 'Rolls.', schema: SCHEMA }]);
    expect(request.parameters).toMatchObject(parameters);
    const parts = request.messages.flatMap((message) => message.parts);
    expect(parts.map((part) => part.kind)).toEqual(['text', 'image', 'reasoning', 'tool-call', 'tool-return']);
    expect(parts.map((part) => part.text.replaceAll(/\s/g, ''))).toMatchObject(
      ['roll', 'data:x', 'Dice.', '{"sides":6}', /./].map((each) =>
        typeof each === 'string' ? each : expect.stringContaining('rolled4'),
      ),
    );
    expect(request.messages.map((message) => message.role)).toEqual(
      shape === 'openai-responses' ? ['user', 'assistant', 'assistant', 'tool'] : ['user', 'assistant', 'tool'],
    );
  });
});

describe('what nobody knows', () => {
  it.each([
    [null],
    [[]],
    ['text'],
    [{ prompt: 'hi' }],
    [{ messages: 'x' }],
    [{ messages: [null, 7] }],
    [{ contents: [{}] }],
  ])('%j does not throw', (json) => {
    expect(() => readModelRequest(json)).not.toThrow();
    expect(() => readModelAnswer(json)).not.toThrow();
  });

  it('stays visible', () => {
    expect(readModelRequest({ prompt: 'hi' })).toMatchObject({ shape: 'unknown', parameters: { prompt: 'hi' } });
    expect(readModelAnswer({ hologram: 1 }).parts[0]?.text).toContain('hologram');
  });
});

describe('an answer', () => {
  it.each([
    [
      'openai-chat',
      {
        choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }],
        usage: { prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
      },
      { finishReason: 'stop', usage: { input: 10, output: 2, cached: 4, reasoning: null } },
    ],
    [
      'openai-responses',
      {
        status: 'completed',
        output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }],
        usage: {
          input_tokens: 10,
          output_tokens: 2,
          input_tokens_details: { cached_tokens: 4 },
          output_tokens_details: { reasoning_tokens: 1 },
        },
      },
      { finishReason: 'completed', usage: { input: 10, output: 2, cached: 4, reasoning: 1 } },
    ],
    [
      'anthropic',
      {
        type: 'message',
        stop_reason: 'end_turn',
        content: [{ type: 'text', text: 'Hi' }],
        usage: { input_tokens: 4, output_tokens: 2, cache_read_input_tokens: 4, cache_creation_input_tokens: 2 },
      },
      { finishReason: 'end_turn', usage: { input: 10, output: 2, cached: 4, reasoning: null } },
    ],
    [
      'gemini',
      {
        candidates: [{ finishReason: 'STOP', content: { role: 'model', parts: [{ text: 'Hi' }] } }],
        usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 2, cachedContentTokenCount: 4 },
      },
      { finishReason: 'STOP', usage: { input: 10, output: 2, cached: 4, reasoning: null } },
    ],
  ])('of %s', (_shape, json, expected) => {
    expect(readModelAnswer(json)).toMatchObject({ ...expected, parts: [{ kind: 'text', text: 'Hi' }], error: null });
  });

  it('that is a failure says so', () => {
    expect(readModelAnswer({ error: { message: 'bad key' } }).error).toBe('bad key');
    expect(readModelAnswer({ error: 'bad key' }).error).toBe('bad key');
  });
});

describe('two requests', () => {
  const before = readModelRequest(CHAT);
  const later = { ...CHAT, messages: [...CHAT.messages, { role: 'assistant', content: 'It shows 4.' }] };
  const renamed = {
    ...CHAT,
    temperature: 1,
    messages: [{ role: 'system', content: MEMORY.replace('Ada', 'Eve') }, ...CHAT.messages.slice(2)],
    tools: [],
  };

  it('that are the same', () => {
    expect(isSameRequest(diffRequests(before, readModelRequest(CHAT)))).toBe(true);
  });

  it('of which one goes on from the other', () => {
    const diff = diffRequests(before, readModelRequest(later));
    expect(diff).toMatchObject({ system: null, blocks: [], tools: [], messages: { kept: 3, removed: [] } });
    expect(diff.messages.added).toHaveLength(1);
    const reach = explainCache(before, readModelRequest(later), 40);
    expect(reach.firstDifference).toBeNull();
    expect(reach.sentence).toContain('reports 40 tokens');
  });

  it('that differ in everything', () => {
    const diff = diffRequests(before, readModelRequest(renamed));
    expect(diff.blocks).toEqual([{ label: 'human', before: 'Name: Ada', after: 'Name: Eve' }]);
    expect(diff.tools).toMatchObject([{ name: 'roll', after: null }]);
    expect(diff.messages).toMatchObject({ kept: 2, added: [] });
    expect(diff.messages.removed).toHaveLength(1);
    expect(diff.parameters).toEqual([{ name: 'temperature', before: '0.7', after: '1' }]);
    expect(explainCache(before, readModelRequest(renamed), null).sentence).toContain('does not report');
  });

  it('that differ in the system prompt: the tools before it could come from the cache', () => {
    const other = { ...CHAT, messages: [{ role: 'system', content: 'You are Bob.' }, ...CHAT.messages.slice(1)] };
    const reach = explainCache(before, readModelRequest(other), 0);
    expect(reach.firstDifference).toBe('the system prompt');
    expect(reach.tokens).toBeGreaterThan(20);
  });
});

it.each([
  ['in one text', 'One.', [{ kind: 'reasoning', text: 'One.' }]],
  [
    'in pieces',
    [{ text: 'One.', signature: null }, { text: 'Two.' }, 'three'],
    [{ kind: 'reasoning', text: 'One.\nTwo.\nthree' }],
  ],
  ['of nothing', [], []],
])('reasoning %s', (_name, reasoning, parts) => {
  const request = { model: 'm', messages: [{ role: 'assistant', content: null, reasoning }] };
  expect(readModelRequest(request).messages).toEqual([{ role: 'assistant', parts }]);
});
