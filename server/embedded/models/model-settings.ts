import type { ModelRequest } from './chat-model.ts';

type ModelOptions = Pick<
  ModelRequest,
  'temperature' | 'maxOutputTokens' | 'reasoningEffort' | 'thinkingBudget' | 'parallelToolCalls' | 'responseFormat'
>;

const DEFAULT_THINKING = { type: 'enabled', budget_tokens: 1_024 };

/**
 * What an agent's `model_settings` ask of its model. OpenAI's models have a `reasoning.reasoning_effort`, Anthropic's
 * an `effort` and a `thinking.budget_tokens`, 1,024 where the settings do not say.
 */
export function readModelSettings(settings: Record<string, unknown>): ModelOptions {
  const isAnthropic = settings['provider_type'] === 'anthropic';
  const reasoning = asRecord(settings['reasoning']);
  return {
    temperature: numberOrNull(settings['temperature']),
    maxOutputTokens: numberOrNull(settings['max_output_tokens']),
    reasoningEffort: textOrNull(isAnthropic ? settings['effort'] : reasoning['reasoning_effort']),
    thinkingBudget: isAnthropic ? budgetOf(settings['thinking']) : null,
    parallelToolCalls: settings['parallel_tool_calls'] === true,
    responseFormat: settings['response_format'] ?? null,
  };
}

function budgetOf(thinking: unknown): number | null {
  const { type, budget_tokens } = { ...DEFAULT_THINKING, ...asRecord(thinking) };
  return type === 'disabled' ? null : numberOrNull(budget_tokens);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
