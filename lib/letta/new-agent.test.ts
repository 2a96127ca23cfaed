import { describe, expect, test } from 'vitest';
import { EMPTY_AGENT, type NewAgentForm, needsDescription, newAgentProblems, toAgentParams } from './new-agent.ts';
import { advancedFields, COMPACTION_FIELDS, modelSettingFields } from './setting-fields.ts';

const FIELDS = [...modelSettingFields('openai', 128_000), ...COMPACTION_FIELDS, ...advancedFields()];
const EXTRAS = { fields: FIELDS, providerType: 'openai', secrets: {}, firstEmbedding: 'demo/embedding' };

const BLANK: NewAgentForm = { ...EMPTY_AGENT, model: 'openai/gpt' };
const LEAST = {
  model: 'openai/gpt',
  embedding: 'demo/embedding',
  agent_type: 'letta_v1_agent',
  memory_blocks: [],
};
const block = (part: Partial<NewAgentForm['blocks'][number]>) => ({
  ...{ id: 'b', label: 'project', value: '', description: '', limit: '', isReadOnly: false },
  ...part,
});
const message = { id: 'm', role: 'user' as const, content: 'Hello' };

describe('the body of a new agent', () => {
  test('sends nothing that was left alone', () => {
    expect(toAgentParams(BLANK, EXTRAS)).toEqual(LEAST);
  });

  test.each<[string, Partial<NewAgentForm>, object]>([
    ['no embedding', { embedding: '' }, { embedding: undefined }],
    ['a name with spaces around', { name: ' Ada ' }, { name: 'Ada' }],
    ['an older type', { agentType: 'memgpt_agent' }, { agent_type: 'memgpt_agent' }],
    ['a blank prompt', { system: '  \n' }, { system: undefined }],
    ['a prompt as it stands', { system: ' Be brief.\n' }, { system: ' Be brief.\n' }],
    [
      'blocks',
      { blocks: [block({ label: ' a ', value: 'v', limit: '9', description: 'd', isReadOnly: true })] },
      { memory_blocks: [{ label: 'a', value: 'v', limit: 9, description: 'd', read_only: true }] },
    ],
    ['shared blocks', { sharedBlocks: [{ id: 'block-1', name: 'x' }] }, { block_ids: ['block-1'] }],
    [
      'tools by id and by name',
      { tools: [{ id: 'tool-1', name: 'x' }], toolNames: ['y'] },
      { tool_ids: ['tool-1'], tools: ['y'] },
    ],
    ['without base tools', { withBaseTools: false }, { include_base_tools: false }],
    ['with rules of base tools', { baseToolRules: 'yes' }, { include_base_tool_rules: true }],
    ['without rules of base tools', { baseToolRules: 'no' }, { include_base_tool_rules: false }],
    ['multi-agent tools', { withMultiAgentTools: true }, { include_multi_agent_tools: true }],
    [
      'rules',
      { rules: [{ id: 'r', rule: { type: 'run_first', tool_name: 'x' } }] },
      { tool_rules: [{ type: 'run_first', tool_name: 'x' }] },
    ],
    ['folders', { folders: [{ id: 'source-1', name: 'x' }] }, { folder_ids: ['source-1'] }],
    ['no first messages', { opening: 'none', openingMessages: [message] }, { initial_message_sequence: [] }],
    [
      'first messages',
      { opening: 'own', openingMessages: [message] },
      { initial_message_sequence: [{ role: 'user', content: 'Hello' }] },
    ],
    ['first messages that are not meant', { openingMessages: [message] }, { initial_message_sequence: undefined }],
    [
      'settings of a model with whose they are',
      { settings: { 'model_settings.temperature': '0.2', 'model_settings.parallel_tool_calls': true } },
      { model_settings: { provider_type: 'openai', temperature: 0.2, parallel_tool_calls: true } },
    ],
    [
      'other settings',
      { settings: { hidden: true, timezone: 'Europe/Rome', max_files_open: '3', 'compaction_settings.mode': 'all' } },
      { hidden: true, timezone: 'Europe/Rome', max_files_open: 3, compaction_settings: { mode: 'all' } },
    ],
  ])('%s', (_name, change, expected) => {
    expect(toAgentParams({ ...BLANK, ...change }, EXTRAS)).toEqual({ ...LEAST, ...expected });
  });

  test('secrets only where there are some', () => {
    expect(toAgentParams(BLANK, { ...EXTRAS, secrets: { KEY: 'v' } })).toEqual({ ...LEAST, secrets: { KEY: 'v' } });
  });
});

describe('what is wrong with the form', () => {
  test.each<[string, Partial<NewAgentForm>, string[]]>([
    ['nothing', {}, []],
    ['no model', { model: '' }, ['model']],
    ['a name with a slash', { name: 'a/b' }, ['name']],
    ['a block without a label', { blocks: [block({ label: ' ' })] }, ['b']],
    ['a label with a space', { blocks: [block({ label: 'a b' })] }, ['b']],
    ['two blocks of one label', { blocks: [block({}), block({ id: 'c' })] }, ['b', 'c']],
    ['a shared one of that label', { blocks: [block({})], sharedBlocks: [{ id: 'x', name: 'project' }] }, ['b']],
    ['a limit of 0', { blocks: [block({ limit: '0' })] }, ['b']],
    ['a value over its limit', { blocks: [block({ limit: '3', value: 'abcd' })] }, ['b']],
    ['an empty first message', { opening: 'own', openingMessages: [{ ...message, content: ' ' }] }, ['m']],
    ['an empty one that is not meant', { openingMessages: [{ ...message, content: '' }] }, []],
    ['a rule without a tool', { rules: [{ id: 'r', rule: { type: 'run_first', tool_name: '' } }] }, ['rules']],
    ['words for a number', { settings: { max_files_open: 'x' } }, ['max_files_open']],
    ['metadata that is no JSON', { settings: { metadata: '{' } }, ['metadata']],
  ])('%s', (_name, change, keys) => {
    expect([...newAgentProblems({ ...BLANK, ...change }, FIELDS).keys()]).toEqual(keys);
  });

  test.each([
    ['human', '', false],
    ['project', '', true],
    ['project', 'Where it stands', false],
    ['', '', false],
  ])('label %j, description %j: needs one %j', (label, description, needs) => {
    expect(needsDescription(block({ label, description }))).toBe(needs);
  });
});
