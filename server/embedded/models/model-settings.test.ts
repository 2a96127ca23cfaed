import { expect, it } from 'vitest';
import { readModelSettings } from './model-settings.ts';

const NOTHING = {
  temperature: null,
  maxOutputTokens: null,
  reasoningEffort: null,
  thinkingBudget: null,
  parallelToolCalls: false,
  responseFormat: null,
};

it.each([
  [{}, NOTHING],
  [
    {
      provider_type: 'openai',
      temperature: 0.7,
      max_output_tokens: 4_096,
      parallel_tool_calls: true,
      reasoning: { reasoning_effort: 'high' },
      response_format: { type: 'json_object' },
    },
    {
      temperature: 0.7,
      maxOutputTokens: 4_096,
      reasoningEffort: 'high',
      thinkingBudget: null,
      parallelToolCalls: true,
      responseFormat: { type: 'json_object' },
    },
  ],
  [{ provider_type: 'openai', thinking: { budget_tokens: 5_000 }, effort: 'low' }, NOTHING],
  [
    { provider_type: 'anthropic', reasoning: { reasoning_effort: 'high' } },
    { ...NOTHING, thinkingBudget: 1_024 },
  ],
  [
    { provider_type: 'anthropic', thinking: { budget_tokens: 5_000 } },
    { ...NOTHING, thinkingBudget: 5_000 },
  ],
  [
    { provider_type: 'anthropic', thinking: { type: 'disabled', budget_tokens: 5_000 }, effort: 'max' },
    { ...NOTHING, reasoningEffort: 'max' },
  ],
  [{ temperature: 'hot', max_output_tokens: null, reasoning: 'yes', parallel_tool_calls: 'yes' }, NOTHING],
])('reads the settings %j', (settings, options) => {
  expect(readModelSettings(settings)).toEqual(options);
});
