import type { ModelOptions } from './chat-model.ts';
import type { ModelInfo } from './model-info.ts';

/** The part of `model_settings` that shapes a request. */
export interface ModelSettings extends ModelOptions {
  /** Told back to clients; no provider is asked for it. */
  isStrict: boolean;
}

/** What an Anthropic model may think, as the original has it. */
const THINKING = { type: 'enabled', budget_tokens: 1_024 };

/**
 * What a request of this model looks like under the stored settings, which hold only what somebody has set. As in the
 * original, one call at a time unless the settings say otherwise. OpenAI's models have a `reasoning.reasoning_effort`,
 * Anthropic's an `effort` and a `thinking.budget_tokens`. `responseFormat` goes before the settings' own.
 */
export function readModelSettings(
  model: ModelInfo,
  stored: Record<string, unknown>,
  responseFormat: unknown,
): ModelSettings {
  const isAnthropic = model.providerType === 'anthropic';
  const effort = asRecord(stored['reasoning'])['reasoning_effort'] ?? stored['effort'];
  return {
    temperature: numberOr(stored['temperature'], 1),
    maxOutputTokens: numberOr(stored['max_output_tokens'], model.maxOutputTokens),
    reasoningEffort: typeof effort === 'string' ? effort : null,
    thinkingBudget: isAnthropic ? budgetOf(stored['thinking']) : null,
    parallelToolCalls: stored['parallel_tool_calls'] === true,
    responseFormat: responseFormat ?? stored['response_format'] ?? null,
    isStrict: stored['strict'] === true,
  };
}

function budgetOf(thinking: unknown): number | null {
  const { type, budget_tokens } = { ...THINKING, ...asRecord(thinking) };
  return type === 'disabled' ? null : numberOr(budget_tokens, THINKING.budget_tokens);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
