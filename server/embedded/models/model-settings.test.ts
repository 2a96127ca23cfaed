import { expect, it } from 'vitest';
import { DEMO_MODEL } from './demo-model.ts';
import { readModelSettings } from './model-settings.ts';

const NOTHING = {
  temperature: 1,
  maxOutputTokens: DEMO_MODEL.maxOutputTokens,
  reasoningEffort: null,
  thinkingBudget: null,
  parallelToolCalls: false,
  responseFormat: null,
  isStrict: false,
};

it.each([
  ['openai', {}, NOTHING],
  [
    'openai',
    {
      temperature: 0.7,
      max_output_tokens: 9_000,
      parallel_tool_calls: true,
      reasoning: { reasoning_effort: 'high' },
      response_format: { type: 'json_object' },
      strict: true,
    },
    {
      temperature: 0.7,
      maxOutputTokens: 9_000,
      reasoningEffort: 'high',
      thinkingBudget: null,
      parallelToolCalls: true,
      responseFormat: { type: 'json_object' },
      isStrict: true,
    },
  ],
  ['openai', { thinking: { budget_tokens: 5_000 } }, NOTHING],
  ['anthropic', {}, { ...NOTHING, thinkingBudget: 1_024 }],
  ['anthropic', { thinking: { budget_tokens: 5_000 } }, { ...NOTHING, thinkingBudget: 5_000 }],
  [
    'anthropic',
    { thinking: { type: 'disabled', budget_tokens: 5_000 }, effort: 'max' },
    { ...NOTHING, reasoningEffort: 'max' },
  ],
  ['openai', { temperature: 'hot', max_output_tokens: null, reasoning: 'yes', parallel_tool_calls: 'yes' }, NOTHING],
])('reads the settings of %s %j', (providerType, stored, options) => {
  expect(readModelSettings({ ...DEMO_MODEL, providerType }, stored, null)).toEqual(options);
});

it('lets the format of the agent go before that of the settings', () => {
  const stored = { response_format: { type: 'json_object' } };
  expect(readModelSettings(DEMO_MODEL, stored, { type: 'text' }).responseFormat).toEqual({ type: 'text' });
});
